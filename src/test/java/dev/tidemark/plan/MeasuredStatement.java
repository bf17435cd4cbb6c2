package dev.tidemark.plan;

import dev.tidemark.LockMode;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A statement as the server ran it: what {@code pg_locks} held for it on tables that existed before, and what became of their files.
 *
 * @param locks by the table's name; weaker ones than SHARE UPDATE EXCLUSIVE are left out, since readers and writers do not notice them
 * @param rewritten tables whose file is another one afterwards
 * @param rebuilt indexes of those tables whose file is another one afterwards
 * @param scanned tables of which the server proved every row
 * @param indexed tables that got a new index
 */
record MeasuredStatement(
        String sql,
        NavigableMap<String, LockMode> locks,
        Set<String> rewritten,
        Set<String> rebuilt,
        Set<String> scanned,
        Set<String> indexed) {
    private static final Map<String, LockMode> MODES = Map.of(
            "ShareUpdateExclusiveLock", LockMode.SHARE_UPDATE_EXCLUSIVE,
            "ShareLock", LockMode.SHARE,
            "ShareRowExclusiveLock", LockMode.SHARE_ROW_EXCLUSIVE,
            "AccessExclusiveLock", LockMode.ACCESS_EXCLUSIVE);

    private static final String FILES = "select relname, pg_relation_filenode(oid)::text from pg_class"
            + " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'i')";

    private static final String TABLES =
            "select oid::text, relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r',"
                    + " 'p', 'm')";

    /** Tables of which this transaction has read rows one after the other. */
    private static final String READ = "select relname from pg_class where relnamespace = 'public'::regnamespace and"
            + " relkind in ('r', 'm') and pg_stat_get_xact_tuples_returned(oid) > 0";

    /** The strongest lock on a table that existed before. */
    LockMode lock() {
        return locks.values().stream().max(LockMode::compareTo).orElse(LockMode.NONE);
    }

    /** Whether every row or index entry of an existing table is read or written while it runs. */
    boolean works() {
        return !rewritten.isEmpty() || !rebuilt.isEmpty() || !scanned.isEmpty() || !indexed.isEmpty();
    }

    /** Runs a statement in a transaction of its own and commits it. */
    static MeasuredStatement run(TestDatabase database, List<String> searchPath, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Map<String, String> before = tables(connection);
            Map<String, String> files = files(connection);
            statement.execute("set local search_path = " + (searchPath.isEmpty() ? "''" : Sql.ids(searchPath)));
            statement.execute("set local client_min_messages = debug1");
            statement.execute(sql);
            List<String> messages = messages(statement);
            statement.execute("set local client_min_messages = notice");
            NavigableMap<String, LockMode> locks = locks(connection, "pg_backend_pid()", before);
            Set<String> read = new TreeSet<>(pairs(connection, READ.replace("relname from", "relname, relname from"))
                    .keySet());
            connection.commit();
            return of(sql, locks, before.values(), files, files(connection), messages, read);
        }
    }

    /** Runs a statement that cannot be part of a transaction; its locks are looked at while it waits for another transaction to end. */
    static MeasuredStatement runAlone(TestDatabase database, String sql) throws SQLException, InterruptedException {
        try (Connection connection = database.connect();
                Connection blocker = database.connect();
                Connection observer = database.connect();
                Statement statement = connection.createStatement()) {
            Map<String, String> before = tables(observer);
            Map<String, String> files = files(observer);
            blocker.setAutoCommit(false);
            for (String table : before.values()) {
                execute(blocker, "lock table " + Sql.id(table) + " in row exclusive mode");
            }
            String pid = value(connection, "select pg_backend_pid()");
            statement.execute("set client_min_messages = debug1");
            List<SQLException> failures = new ArrayList<>();
            Thread runner = new Thread(() -> {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    failures.add(e);
                }
            });
            runner.start();
            String waits = "select count(*) from pg_locks where not granted and pid = " + pid;
            while (runner.isAlive() && value(observer, waits).equals("0")) {
                runner.join(5);
            }
            NavigableMap<String, LockMode> locks = locks(observer, pid, before);
            blocker.rollback();
            runner.join();
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
            return of(sql, locks, before.values(), files, files(observer), messages(statement), Set.of());
        }
    }

    private static MeasuredStatement of(
            String sql,
            NavigableMap<String, LockMode> locks,
            Collection<String> tables,
            Map<String, String> before,
            Map<String, String> after,
            List<String> messages,
            Set<String> read) {
        Set<String> rewritten = new TreeSet<>();
        Set<String> rebuilt = new TreeSet<>();
        before.forEach((name, file) -> {
            if (after.containsKey(name) && !file.equals(after.get(name))) {
                (tables.contains(name) ? rewritten : rebuilt).add(name);
            }
        });
        Set<String> scanned = mentioned(messages, tables, "verifying table ");
        read.stream().filter(locks::containsKey).forEach(scanned::add);
        return new MeasuredStatement(
                sql, locks, rewritten, rebuilt, scanned, mentioned(messages, tables, "building index "));
    }

    /** Tables that a message of this kind is about. */
    private static Set<String> mentioned(List<String> messages, Collection<String> tables, String start) {
        return tables.stream()
                .filter(t -> messages.stream().anyMatch(m -> m.startsWith(start) && m.contains("\"" + t + "\"")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> messages(Statement statement) throws SQLException {
        List<String> messages = new ArrayList<>();
        for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
            messages.add(String.valueOf(w.getMessage()));
        }
        return messages;
    }

    private static NavigableMap<String, LockMode> locks(Connection connection, String pid, Map<String, String> tables)
            throws SQLException {
        NavigableMap<String, LockMode> locks = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select relation::text, mode from pg_locks where locktype = 'relation' and pid = " + pid)) {
            while (result.next()) {
                LockMode mode = MODES.get(result.getString(2));
                String table = tables.get(result.getString(1));
                if (mode != null && table != null) {
                    locks.merge(table, mode, (a, b) -> a.compareTo(b) > 0 ? a : b);
                }
            }
        }
        return locks;
    }

    /** Names by their oid. */
    private static Map<String, String> tables(Connection connection) throws SQLException {
        return pairs(connection, TABLES);
    }

    private static Map<String, String> files(Connection connection) throws SQLException {
        return pairs(connection, FILES);
    }

    private static Map<String, String> pairs(Connection connection, String query) throws SQLException {
        Map<String, String> pairs = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                pairs.put(result.getString(1), String.valueOf(result.getString(2)));
            }
        }
        return pairs;
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The locks and the work, for a reader. */
    String words() {
        List<String> words = new ArrayList<>();
        locks.forEach((table, mode) -> words.add(
                mode.name().toLowerCase(Locale.ROOT).replace('_', ' ').toUpperCase(Locale.ROOT) + " on " + table));
        if (!rewritten.isEmpty()) {
            words.add("rewrites");
        }
        if (!scanned.isEmpty() && rewritten.isEmpty()) {
            words.add("scans");
        }
        if (rewritten.isEmpty() && !(indexed.isEmpty() && rebuilt.isEmpty())) {
            words.add("builds an index");
        }
        return words.isEmpty() ? "no lock" : String.join(", ", words);
    }
}
