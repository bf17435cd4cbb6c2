package dev.tidemark.apply;

import dev.tidemark.Plan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Statements that travel together, in one round trip save around those that the driver does not split. */
final class Pipeline {
    private final Connection connection;
    private final List<String> texts = new ArrayList<>();
    private StringJoiner text = new StringJoiner(";\n");

    Pipeline(Connection connection) {
        this.connection = connection;
    }

    /** {@code sql}: without a last semicolon. */
    void add(String sql) {
        // pgjdbc takes BEGIN ATOMIC … END for one statement with all that follows it.
        boolean alone = sql.toLowerCase(Locale.ROOT).contains("atomic");
        if (alone) {
            cut();
        }
        text.add(sql);
        if (alone) {
            cut();
        }
    }

    /** Statements of a plan, each with the settings that it needs. */
    void add(Preamble preamble, List<Plan.Statement> statements) {
        for (Plan.Statement statement : statements) {
            preamble.before(statement).forEach(this::add);
            add(statement.sql());
        }
    }

    private void cut() {
        if (text.length() > 0) {
            texts.add(text.toString());
            text = new StringJoiner(";\n");
        }
    }

    /** Sends them; the first value of the first row of each query among them. */
    List<String> send() throws SQLException {
        cut();
        List<String> answers = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String one : texts) {
                answers(statement, one, answers);
            }
        }
        return answers;
    }

    /** What the texts before the last one answered, and the last one. */
    record Split(List<String> answers, String last) {}

    /** Sends them save the last text, which is to travel with something else. */
    Split sendAllButLast() throws SQLException {
        cut();
        String last = texts.remove(texts.size() - 1);
        return new Split(send(), last);
    }

    private static void answers(Statement statement, String sql, List<String> answers) throws SQLException {
        boolean rows = statement.execute(sql);
        while (rows || statement.getUpdateCount() >= 0) {
            if (rows) {
                try (ResultSet result = statement.getResultSet()) {
                    answers.add(result.next() ? String.valueOf(result.getString(1)) : "");
                }
            }
            rows = statement.getMoreResults();
        }
    }
}
