package io.rollcall.console;

/**
 * Where the search-index job writes.
 *
 * @param prefix what every index name begins with
 */
record IndexNames(String prefix) {

    IndexNames {
        if (!prefix.matches("[a-z0-9][a-z0-9._-]*")) {
            throw new ConsoleException("The index prefix \"" + prefix
                    + "\" cannot begin an Elasticsearch index name: use lower-case letters, digits, '-', '_' and '.',"
                    + " beginning with a letter or digit, such as \"rollcall\".");
        }
    }

    String members() {
        return prefix + "-members";
    }

    String alerts() {
        return prefix + "-alerts";
    }

    String programs() {
        return prefix + "-programs";
    }

    /** One index a month, chosen by the outcome's own instant. */
    String outcomes() {
        return prefix + "-outcomes-*";
    }
}
