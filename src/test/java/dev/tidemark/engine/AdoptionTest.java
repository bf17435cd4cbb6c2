package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A first sync over a database that somebody else made: additions run, all else needs approval, once. */
final class AdoptionTest {
    private static final String DECLARED = """
        create table customers (id int primary key, name text, phone text, constraint positive check (id > 0));
        create view names as select name from customers;
        create type colour as enum ('red', 'green');
        """;

    private final TestDatabase live = TestPostgres.fresh();

    @AfterEach
    void drop() {
        live.close();
    }

    private void existing(String sql) {
        live.run(sql);
    }

    @Test
    void whatIsThereIsAlteredOnlyWhereThatIsAllowed() {
        existing("create table customers (id int primary key, name text not null default 'x', constraint old check (id"
                + " > 0)); comment on column customers.name is 'n'; create view names as select name, id from"
                + " customers; create type colour as enum ('red')");
        String before = PgDump.schemaOnly(live);
        SyncOptions options = Syncs.safe(DECLARED);
        SyncResult refused = Syncs.sync(live, options);
        assertEquals(SyncStatus.BLOCKED, refused.status());
        assertEquals(
                List.of("TDM-228"),
                refused.problems().stream().map(p -> p.code()).toList());
        String message = refused.problems().get(0).message();
        assertTrue(
                message.contains("alters 1 column and 1 constraint and 1 view that were there before the first sync"),
                message);
        assertEquals(before, PgDump.schemaOnly(live), "nothing is half changed");
        assertFalse(Syncs.plan(live, options.withMode(Mode.AUTO).withAllowed(Set.of(Hazard.DATA_LOSS)))
                .blocked());
        Plan plan = Syncs.plan(live, options.withAllowed(Set.of(Hazard.ADOPTION_CHANGE)));
        assertFalse(plan.blocked(), () -> plan.problems().toString());
        assertTrue(plan.changes().stream()
                .filter(c -> c.action() == Plan.Action.CREATE)
                .noneMatch(c -> c.has(Hazard.ADOPTION_CHANGE)));
        SyncResult allowed = Syncs.sync(live, options.withAllowed(Set.of(Hazard.ADOPTION_CHANGE)));
        assertEquals(SyncStatus.SYNCED, allowed.status(), allowed.reason());
        // Recorded, it is the app's own.
        SyncResult later = Syncs.sync(live, Syncs.safe(DECLARED.replace("name text", "name text default 'y'")));
        assertEquals(SyncStatus.SYNCED, later.status(), later.reason());
    }

    @Test
    void additionsNeedNoApproval() {
        existing("create table customers (id int primary key, name text, constraint positive check (id > 0));"
                + " create view names as select name from customers; create type colour as enum ('red')");
        SyncResult result = Syncs.sync(
                live, Syncs.coldStart(DECLARED + "comment on table customers is 'c'; create table more (id int);"));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertTrue(
                Objects.requireNonNull(result.plan()).changes().stream().noneMatch(c -> c.has(Hazard.ADOPTION_CHANGE)));
    }

    @Test
    void anObjectThatIsDeclaredLaterIsAdoptedThen() {
        assertEquals(SyncStatus.SYNCED, Syncs.sync(live, Syncs.safe(DECLARED)).status());
        existing("create table by_hand (id int not null)");
        String more = DECLARED + "create table by_hand (id int);";
        assertEquals(SyncStatus.BLOCKED, Syncs.sync(live, Syncs.safe(more)).status());
        String other =
                more.replace("phone text", "phone text not null default ''").replace("id int);", "id int not null);");
        assertEquals(SyncStatus.SYNCED, Syncs.sync(live, Syncs.safe(other)).status());
    }
}
