package dev.tidemark.control;

import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Which data steps of an app ran in this database, or need not run there. */
public final class DataStepRecord {
    static final String TABLE = "data_step";

    /** What became of a step. */
    public enum Outcome {
        RAN("ran"),
        /** The database was empty when its schema was made, so that there were no rows to change. */
        NOT_NEEDED("not needed");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /** A step by its name and hash. */
    public record Key(String name, String hash) {}

    private final ControlTables tables;

    DataStepRecord(ControlTables tables) {
        this.tables = tables;
    }

    /** The hashes with which each name is recorded; none where the table is missing. */
    Map<String, Set<String>> of(Connection connection, String app) throws SQLException {
        String sql = "select name, hash from " + tables.table(TABLE) + " where app = " + Sql.literal(app);
        Map<String, Set<String>> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), n -> new HashSet<>()).add(rows.getString(2));
            }
        } catch (SQLException e) {
            if (!ControlTables.isMissing(e)) {
                throw e;
            }
        }
        return found;
    }

    /** Without a last semicolon. */
    String done(String app, long term, String by, Outcome outcome, List<Key> steps) {
        StringJoiner rows = new StringJoiner(", ");
        for (Key step : steps) {
            rows.add("(" + Sql.literal(app) + ", " + Sql.literal(step.name()) + ", " + Sql.literal(step.hash()) + ", "
                    + term + ", " + Sql.literal(outcome.word) + ", " + Sql.literal(by) + ")");
        }
        return "insert into " + tables.table(TABLE) + " (app, name, hash, term, outcome, recorded_by) values " + rows
                + " on conflict (app, name, hash) do nothing";
    }
}
