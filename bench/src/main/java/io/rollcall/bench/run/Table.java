package io.rollcall.bench.run;

import java.util.ArrayList;
import java.util.List;

/** A table as docs/performance.md has them, its columns even for whoever reads it in a terminal. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** One more row. */
    Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells; expected " + rows.get(0).size());
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns; j++) {
                String cell = rows.get(i).get(j);
                text.append("| ").append(cell).append(" ".repeat(widths[j] - cell.length() + 1));
            }
            text.append("|\n");
            if (i == 0) {
                text.append("|---".repeat(columns)).append("|\n");
            }
        }
        return text.toString();
    }
}
