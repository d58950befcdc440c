package io.rollcall.console;

import co.elastic.clients.elasticsearch._types.FieldSort;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.time.Instant;
import java.util.List;

/** The few kinds of query that the console asks. */
final class Queries {

    private Queries() {}

    static Query term(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    static Query anyOf(String field, List<String> values) {
        return Query.of(query -> query.terms(terms -> terms.field(field)
                .terms(list -> list.value(values.stream().map(FieldValue::of).toList()))));
    }

    static Query exists(String field) {
        return Query.of(query -> query.exists(exists -> exists.field(field)));
    }

    static Query not(Query inner) {
        return Query.of(query -> query.bool(bool -> bool.mustNot(inner)));
    }

    static Query since(String field, Instant instant) {
        return Query.of(query -> query.range(range -> range.date(date ->
                date.field(field).gte(String.valueOf(instant.toEpochMilli())).format("epoch_millis"))));
    }

    static Query all(Query... filters) {
        return Query.of(query -> query.bool(bool -> bool.filter(List.of(filters))));
    }

    /** What a program in shadow mode gave is nothing to act upon. */
    static Query notShadow() {
        return not(Query.of(query -> query.term(term -> term.field("shadow").value(true))));
    }

    /** A member who is in the community now: has joined, and not left since. */
    static Query isMember() {
        return all(exists("joinedAt"), not(exists("leftAt")));
    }

    static SortOptions latestFirst(String field) {
        return sort(field, SortOrder.Desc, FieldType.Date);
    }

    static SortOptions by(String field) {
        return sort(field, SortOrder.Asc, FieldType.Keyword);
    }

    private static SortOptions sort(String field, SortOrder order, FieldType unmapped) {
        return SortOptions.of(
                sort -> sort.field(FieldSort.of(f -> f.field(field).order(order).unmappedType(unmapped))));
    }
}
