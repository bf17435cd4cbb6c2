package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views that select {@code *} mean the columns of the declaration, whatever the table has beside them, and in whatever order. */
final class StarViewsTest {
    private static final String VIEW =
            "create view v as select t.*, 1 as one from t; create view w as select * from v;";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aColumnUnderTheStarIsDropped() {
        converges("create table t (id bigint primary key, old text, b int);" + VIEW);
        database.run("insert into t values (1, 'x', 2)");
        converges("create table t (id bigint primary key, b int, c int);" + VIEW);
        assertEquals("id,b,c,one", columns("w"));
    }

    @Test
    void aColumnUnderTheStarIsWithheld() {
        converges("create table t (id bigint primary key, old text, b int);" + VIEW);
        database.run("insert into t values (1, 'x', 2)");
        SyncResult safe =
                Syncs.sync(database, Syncs.safe("create table t (id bigint primary key, b int, c int);" + VIEW));
        assertEquals(SyncStatus.SYNCED, safe.status(), safe.reason());
        assertEquals(1, safe.withheld());
        assertEquals("id,b,c,one", columns("w"));
        converges("create table t (id bigint primary key, b int, c int);" + VIEW);
    }

    @Test
    void aColumnUnderTheStarIsNobodys() {
        database.run("create table t (id bigint primary key, theirs text)", "insert into t values (1, 'x')");
        converges("create table t (id bigint primary key, b int);" + VIEW);
        assertEquals("id,b,one", columns("v"));
    }

    @Test
    void aColumnUnderTheStarComesInTheMiddle() {
        converges("create table t (id bigint primary key, z int);" + VIEW);
        database.run("insert into t values (1, 2)");
        converges("create table t (id bigint primary key, middle text, z int);" + VIEW);
        assertEquals("id,middle,z,one", columns("v"));
    }

    private void converges(String sql) {
        SyncOptions options = Syncs.full(sql);
        SyncResult result = Syncs.sync(database, options);
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        Plan again = Syncs.plan(database, options);
        assertTrue(again.isEmpty(), again.changes().toString());
    }

    private String columns(String view) {
        return database.value("select string_agg(column_name, ',' order by ordinal_position) "
                + "from information_schema.columns where table_name = '" + view + "' and table_schema = 'public'");
    }
}
