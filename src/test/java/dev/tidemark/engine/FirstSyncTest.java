package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a first sync, and a change of one column, cost on the wire; and that a failed one leaves nothing. */
final class FirstSyncTest {
    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void twentyTablesAreAHandfulOfRoundTripsAndSoIsOneChange() {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            MessageProxy.Traffic first = sync(proxy, tables(20, ""));
            System.out.println("first sync of 20 tables: " + first.roundTrips() + " round trips, " + first.executed()
                    + " statements, " + first.connections() + " connections");
            assertTrue(first.roundTrips() <= 15, "round trips: " + first.roundTrips());
            MessageProxy.Traffic change = sync(proxy, tables(20, ", extra int"));
            System.out.println("one column added to each of 20 tables' first: " + change.roundTrips() + " round trips");
            assertTrue(change.roundTrips() <= 20, "round trips: " + change.roundTrips());
        }
    }

    @Test
    void theNumberOfRoundTripsDoesNotGrowWithTheTables() {
        int few;
        int change;
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            few = sync(proxy, tables(5, "")).roundTrips();
            change = sync(proxy, tables(5, ", extra int")).roundTrips();
        }
        try (TestDatabase other = TestPostgres.fresh();
                MessageProxy proxy = MessageProxy.inFrontOf(other)) {
            int many = sync(proxy, tables(60, "")).roundTrips();
            assertTrue(many <= few + 6, few + " round trips for 5 tables, " + many + " for 60");
            assertEquals(change, sync(proxy, tables(60, ", extra int")).roundTrips());
        }
    }

    @Test
    void aFirstSyncThatFailsLeavesTheDatabaseAsItWas() {
        database.run(
                "create function no() returns event_trigger language plpgsql as $$ begin if"
                    + " current_setting('application_name') like 'tidemark:%' and exists (select from"
                    + " pg_event_trigger_ddl_commands() where object_identity = 'public.t7') then raise exception 'not"
                    + " t7'; end if; end $$",
                "create event trigger no on ddl_command_end execute function no()");
        SyncResult result = Syncs.sync(database, Syncs.coldStart(tables(20, "")));
        assertEquals(SyncStatus.BLOCKED, result.status(), result.reason());
        assertTrue(result.reason().contains("t7"), result.reason());
        assertEquals("0", database.value("select count(*) from pg_class where relname ~ '^t[0-9]+'"));
        database.run("drop event trigger no");
        assertEquals(
                SyncStatus.SYNCED,
                Syncs.sync(database, Syncs.coldStart(tables(20, "")).withExplicit(true))
                        .status());
    }

    private static MessageProxy.Traffic sync(MessageProxy proxy, String sql) {
        // As Tidemark's own DataSource has it: no statement of the driver's follows the connect.
        PGSimpleDataSource source = proxy.dataSource();
        source.setAssumeMinServerVersion("14");
        proxy.reset();
        SyncResult result = Tidemark.open(source, Syncs.coldStart(sql)).sync();
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        return proxy.reset();
    }

    private static String tables(int count, String extra) {
        StringBuilder sql = new StringBuilder("create type mood as enum ('ok', 'meh');\n");
        for (int i = 1; i <= count; i++) {
            sql.append("create table t").append(i).append(" (id bigint generated always as identity primary key, ");
            sql.append("name text not null, feel mood default 'ok', other bigint")
                    .append(i > 1 ? " references t" + (i - 1) : "")
                    .append(i == 1 ? extra : "")
                    .append(");\n");
            sql.append("create index t")
                    .append(i)
                    .append("_name_idx on t")
                    .append(i)
                    .append(" (name);\n");
        }
        return sql.toString();
    }
}
