package dev.tidemark.testkit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RandomSchemasTest {
    private static final int PAIRS = 200;

    /** Each in a transaction that is rolled back: both versions are real PostgreSQL, and the rows fit the first one. */
    @Test
    void bothVersionsLoadAndTheRowsFit() throws SQLException {
        loadAll(1, PAIRS);
    }

    /** Pairs that no build has seen; {@code -Dtidemark.seed=…} begins with that one. */
    @Test
    @Tag("fuzz")
    void soDoMany() throws SQLException {
        loadAll(Long.getLong("tidemark.seed", RandomGenerator.getDefault().nextLong(1_000_000_000)), 10 * PAIRS);
    }

    private static void loadAll(long first, int pairs) throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (long seed = first; seed < first + pairs; seed++) {
                RandomSchemas.Pair pair = RandomSchemas.pair(seed);
                load(statement, seed, pair.second().sql());
                connection.rollback();
                load(statement, seed, pair.first().sql());
                for (String insert : Rows.inserts(pair.first())) {
                    load(statement, seed, insert);
                }
                checkForeignKeys(statement, seed, pair.first());
                connection.rollback();
            }
        }
    }

    private static void load(Statement statement, long seed, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException("seed " + seed + ": " + e.getMessage() + "\n" + sql, e.getSQLState(), e);
        }
    }

    private static void checkForeignKeys(Statement statement, long seed, Model model) throws SQLException {
        // A constraint that is made again looks at the rows.
        for (Model.Table table : model.tables()) {
            String name = SqlWriter.quoted(table.name());
            load(
                    statement,
                    seed,
                    "do $$ declare c record; begin for c in select conname, pg_get_constraintdef(oid) as def from"
                            + " pg_constraint where contype = 'f' and conrelid = "
                            + SqlWriter.literal(name)
                            + "::regclass loop execute format('alter table %s drop constraint %I, add constraint %I"
                            + " %s', "
                            + SqlWriter.literal(name)
                            + ", c.conname, c.conname, c.def); end loop; end $$");
        }
    }

    @Test
    void theSameSeedGivesTheSamePair() {
        assertEquals(
                RandomSchemas.pair(77).second().sql(),
                RandomSchemas.pair(77).second().sql());
    }

    @Test
    void everyMutationHappens() {
        Map<String, Integer> happened = new HashMap<>();
        for (long seed = 1; seed <= 1000; seed++) {
            RandomSchemas.pair(seed).mutations().forEach(m -> happened.merge(m, 1, Integer::sum));
        }
        assertEquals(32, happened.size(), happened.toString());
        assertTrue(Collections.min(happened.values()) >= 5, happened.toString());
    }

    @Test
    void aFailingPairShrinksToWhatFails() {
        List<Integer> sizes = new ArrayList<>();
        for (long seed = 1; seed <= 100 && sizes.size() < 5; seed++) {
            RandomSchemas.Pair pair = RandomSchemas.pair(seed);
            if (pair.second().sql().contains("uuid")) {
                RandomSchemas.Pair small =
                        Shrinker.shrink(pair, p -> p.second().sql().contains("uuid"), Duration.ofSeconds(5));
                sizes.add(small.second().sql().length());
                assertEquals(1, small.second().tables().size(), small.second().sql());
                assertEquals(
                        1,
                        small.second().tables().get(0).columns().size(),
                        small.second().sql());
            }
        }
        assertEquals(5, sizes.size());
    }
}
