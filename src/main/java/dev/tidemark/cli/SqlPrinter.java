package dev.tidemark.cli;

import dev.tidemark.Plan;
import dev.tidemark.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** The statements of a plan as a script that psql runs; never wrapped, never coloured. */
public final class SqlPrinter {
    private SqlPrinter() {}

    public static String print(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Plan.Batch batch : plan.batches()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            if (batch.transactional()) {
                lines.add("BEGIN;");
            }
            String path = "";
            for (Plan.Statement statement : batch.statements()) {
                String wanted = String.join(
                        ", ",
                        statement.searchPath().stream().map(Sql::identifier).toList());
                if (!wanted.equals(path)) {
                    lines.add((batch.transactional() ? "SET LOCAL" : "SET") + " search_path = "
                            + (wanted.isEmpty() ? "''" : wanted) + ";");
                    path = wanted;
                }
                if (!statement.shown().equals(statement.sql())) {
                    lines.add("-- '***' stands for the value of an option that may be a secret");
                }
                lines.add(statement.shown() + (endsInComment(statement.shown()) ? "\n;" : ";"));
            }
            if (batch.transactional()) {
                lines.add("COMMIT;");
            }
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static boolean endsInComment(String sql) {
        return sql.substring(sql.lastIndexOf('\n') + 1).contains("--");
    }
}
