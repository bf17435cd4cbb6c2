package dev.tidemark.engine;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.TestDatabase;
import java.time.Duration;
import java.util.Set;

/** Short ways to sync a schema text in tests. */
final class Syncs {
    private Syncs() {}

    /** A cold start: safe, nothing allowed, short waits. */
    static SyncOptions coldStart(String sql) {
        return SyncOptions.defaults()
                .withApp("shop")
                .withSource(new SyncOptions.SchemaSource(sql, "schema.sql"))
                .withBudget(Duration.ofSeconds(60))
                .withPollInterval(Duration.ofMillis(50));
    }

    /** An explicit sync that may do everything. */
    static SyncOptions full(String sql) {
        return coldStart(sql)
                .withMode(Mode.AUTO)
                .withExplicit(true)
                .withBreakingAllowed(true)
                .withAllowed(Set.of(Hazard.values()));
    }

    /** An explicit sync in safe mode. */
    static SyncOptions safe(String sql) {
        return coldStart(sql).withExplicit(true).withBreakingAllowed(true);
    }

    static SyncResult sync(TestDatabase database, SyncOptions options) {
        return Tidemark.open(database.dataSource(), options).sync();
    }

    /** What was found blocked is not tried again for a day, so that a late starter on a slow machine still finds it blocked. */
    static void blockForADay(TestDatabase database) {
        database.run(
                "create function tidemark.a_day() returns trigger language plpgsql as $$ begin new.retry_after :="
                        + " clock_timestamp() + interval '1 day'; return new; end $$",
                "create trigger a_day before insert or update on tidemark.schema_version for each row when"
                        + " (new.retry_after is not null) execute function tidemark.a_day()");
    }

    static Plan plan(TestDatabase database, SyncOptions options) {
        return Tidemark.open(database.dataSource(), options).plan();
    }
}
