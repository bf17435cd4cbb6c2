package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan costs what changed: counted by a proxy that reads the protocol. */
final class WhatChangedTest {
    private static final Pattern END = Pattern.compile(";\\s*");

    private TestDatabase database;

    @BeforeEach
    void record() {
        database = TestPostgres.fresh();
        SyncResult result = Syncs.sync(database, Syncs.full(schema("")));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void whereNothingChangedThereIsNoShadow() {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            assertTrue(plan(proxy, Syncs.full(schema(""))).isEmpty());
            MessageProxy.Traffic traffic = proxy.reset();
            assertTrue(traffic.roundTrips() < 10, traffic.roundTrips() + " round trips");
            assertEquals(List.of(), made(traffic));
            plan(proxy, Syncs.full(schema("")).withForce(true));
            assertEquals(9, made(proxy.reset()).stream().filter(this::isOurs).count());
        }
    }

    @Test
    void whatChangedIsMadeWithWhatItNamesAndWhatNamesIt() {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Plan plan = plan(proxy, Syncs.full(schema(", extra int")));
            assertEquals(1, plan.changes().size(), plan.toString());
            List<String> made =
                    made(proxy.reset()).stream().filter(this::isOurs).toList();
            assertEquals(
                    List.of("t3", "t4", "t5", "v4"),
                    made.stream()
                            .map(sql -> sql.replaceAll("(?s)^create \\w+ \\S+\\.(\\w+) .*", "$1"))
                            .toList());
        }
    }

    @Test
    void aSyncUsesWhatItsPlanSaw() {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Tidemark tidemark = Tidemark.open(proxy.dataSource(), Syncs.full(schema(", extra int")));
            Plan plan = tidemark.plan();
            proxy.reset();
            SyncResult result = tidemark.with(Syncs.full(schema(", extra int"))).sync();
            assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
            assertEquals(plan.statements().size(), result.statements());
            assertEquals(
                    List.of(), made(proxy.reset()).stream().filter(this::isOurs).toList());
        }
    }

    @Test
    void whatSomebodyDidMeanwhileIsSeen() {
        Tidemark tidemark = Tidemark.open(database.dataSource(), Syncs.full(schema(", extra int")));
        tidemark.plan();
        database.run("alter table shop.t7 drop column name", "alter table shop.t4 alter column name drop not null");
        SyncResult result = tidemark.sync();
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals(
                "2",
                database.value("select count(*) from pg_attribute where attname = 'name' and attnotnull"
                        + " and attrelid in ('shop.t4'::regclass, 'shop.t7'::regclass)"));
    }

    @Test
    void aRecordThatIsWrongIsADefectOfOurs() throws SQLException {
        database.run("alter table shop.t5 alter column name type varchar(7)");
        SortedMap<ObjectName, String> live;
        try (Connection connection = database.connect()) {
            live = Fingerprints.of(CatalogReader.readAlone(connection, Set.of("shop")));
        }
        live.forEach((object, fingerprint) -> database.run("update tidemark.object set fingerprint = '" + fingerprint
                + "' where name = '" + object.name() + "' and member = '" + object.member() + "' and kind = '"
                + object.kind() + "'"));
        SyncOptions options = Syncs.full(schema(""));
        assertTrue(Syncs.plan(database, options).isEmpty());
        Plan full = Syncs.plan(database, options.withForce(true));
        assertEquals(1, full.changes().size());
        assertTrue(full.notes().toString().contains("TDM-505"), full.notes().toString());
        Tidemark forced = Tidemark.open(database.dataSource(), options.withForce(true));
        assertEquals(
                "TDM-505", assertThrows(TidemarkException.class, forced::drift).code());
        assertEquals(SyncStatus.SYNCED, forced.sync().status());
        forced.drift();
    }

    /** A stand-in that a child copies has all its statements. */
    @Test
    void whatHangsOnAStandInIsNotThereTwice() {
        String schema = """
            create table shop.visits (id int, page int, at date) partition by range (at);
            create statistics shop.visits_corr on id, page from shop.visits;
            create table shop.visits_old partition of shop.visits for values from ('2020-01-01') to ('2021-01-01');
            """;
        assertEquals(
                SyncStatus.SYNCED,
                Syncs.sync(database, Syncs.full(schema("") + schema)).status());
        SyncOptions changed = Syncs.full(schema("") + schema + "create index on shop.visits_old (page);");
        Plan plan = Syncs.plan(database, changed);
        assertEquals(1, plan.changes().size(), plan.toString());
        assertEquals(
                Syncs.plan(database, changed.withForce(true)).statements().toString(),
                plan.statements().toString());
    }

    private static Plan plan(MessageProxy proxy, SyncOptions options) {
        return Tidemark.open(proxy.dataSource(), options).plan();
    }

    /** The statements that made something. */
    private static List<String> made(MessageProxy.Traffic traffic) {
        List<String> made = new ArrayList<>();
        for (String script : traffic.statements()) {
            for (String statement : END.split(script, -1)) {
                String sql = statement.strip().toLowerCase(Locale.ROOT);
                if (sql.startsWith("create table") || sql.startsWith("create view")) {
                    made.add(sql);
                }
            }
        }
        return made;
    }

    private boolean isOurs(String sql) {
        return !sql.contains(".guard");
    }

    /** Eight tables, each with a key to the one before it, and a view of the fourth, which gets one column more. */
    private static String schema(String extra) {
        StringBuilder sql = new StringBuilder("create schema shop;\n");
        for (int i = 1; i <= 8; i++) {
            sql.append("create table shop.t")
                    .append(i)
                    .append(" (id bigint primary key, name text not null, other bigint");
            sql.append(i > 1 ? " references shop.t" + (i - 1) : "")
                    .append(i == 4 ? extra : "")
                    .append(");\n");
            sql.append("create index t")
                    .append(i)
                    .append("_name on shop.t")
                    .append(i)
                    .append(" (name);\n");
        }
        return sql + "create view shop.v4 as select id, name from shop.t4;\n";
    }
}
