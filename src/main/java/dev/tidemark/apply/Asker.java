package dev.tidemark.apply;

import dev.tidemark.control.RoundTrip;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.Questions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a plan's questions about rows, all in one round trip where none of them fails; nothing is changed, and what was made for them is rolled back. */
final class Asker {
    /** Long enough to count a few million rows; a question that takes longer stays without an answer. */
    private static final Duration EACH = Duration.ofSeconds(5);

    private final Connection work;
    private final Deadline deadline;
    private int denied;

    Asker(Connection work, Deadline deadline) {
        this.work = work;
        this.deadline = deadline;
    }

    Facts ask(Questions questions) throws SQLException {
        work.setAutoCommit(false);
        try {
            prepare(questions.preparation());
            try {
                return new Facts(together(questions.questions()), Map.of());
            } catch (SQLException e) {
                run("rollback to savepoint asked");
                return oneByOne(questions.questions());
            }
        } finally {
            work.rollback();
            work.setAutoCommit(true);
        }
    }

    /** How many questions had no answer for want of a right. */
    int denied() {
        return denied;
    }

    private String settings() {
        return "set local transaction_read_only = on; " + limits() + "savepoint asked; ";
    }

    private String limits() {
        return "set local search_path = ''; set local lock_timeout = '250ms'; set local statement_timeout = "
                + Math.max(200, deadline.atMost(EACH).toMillis()) + "; ";
    }

    /** Runs what can be run, in one round trip where that is all, else in whatever order it takes; what the role may not make, questions go without. */
    private void prepare(List<String> statements) throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        Pipeline together = new Pipeline(work);
        together.add(limits() + "set local check_function_bodies = off; savepoint prepared");
        statements.forEach(together::add);
        try {
            together.send();
        } catch (SQLException e) {
            run("rollback to savepoint prepared");
            inAnyOrder(new ArrayList<>(statements));
        }
    }

    private void inAnyOrder(List<String> left) throws SQLException {
        boolean progress = true;
        while (progress && !left.isEmpty()) {
            progress = false;
            for (String statement : List.copyOf(left)) {
                Savepoint before = work.setSavepoint();
                try {
                    run(statement);
                    left.remove(statement);
                    progress = true;
                } catch (SQLException e) {
                    work.rollback(before);
                }
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = work.createStatement()) {
            statement.execute(sql);
        }
    }

    private Map<String, Long> together(List<String> questions) throws SQLException {
        StringBuilder all = new StringBuilder(settings());
        for (int i = 0; i < questions.size(); i++) {
            all.append(i == 0 ? "" : " union all ")
                    .append("select ")
                    .append(i)
                    .append(", (")
                    .append(questions.get(i))
                    .append(")::bigint");
        }
        Map<String, Long> answers = new HashMap<>();
        try (Statement statement = work.createStatement();
                ResultSet rows = RoundTrip.rows(statement, all.toString())) {
            while (rows.next()) {
                answers.put(questions.get(rows.getInt(1)), rows.getLong(2));
            }
        }
        return answers;
    }

    private Facts oneByOne(List<String> questions) throws SQLException {
        Map<String, Long> answers = new HashMap<>();
        Map<String, String> failures = new HashMap<>();
        for (String question : questions) {
            Savepoint before = work.setSavepoint();
            try (Statement statement = work.createStatement();
                    ResultSet row = statement.executeQuery(question)) {
                if (row.next()) {
                    answers.put(question, row.getLong(1));
                }
            } catch (SQLException e) {
                work.rollback(before);
                denied += SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) ? 1 : 0;
                if (!SqlStates.CANCELLED.equals(e.getSQLState())
                        && !SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    failures.put(question, e.getSQLState() + ": " + e.getMessage());
                }
            }
        }
        return new Facts(answers, failures);
    }
}
