package dev.tidemark.cli;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Plans made by hand, one for each situation that the output has to tell. */
final class Plans {
    static final String HASH = "v1:4e1f09ac0011223344556677";
    static final Instant RECORDED = Instant.parse("2026-11-20T09:14:00Z");
    static final Where WHERE = new Where("shop", "db.example.test:5432", "16.4", status(SyncStatus.OUT_OF_DATE, null));
    private static final Duration INSTANT = Duration.ofMillis(10);

    private Plans() {}

    static ObjectName table(String name) {
        return ObjectName.of(ObjectKind.TABLE, "public", name);
    }

    static Plan.Change change(
            ObjectName object,
            Plan.Action action,
            String summary,
            CostClass cost,
            @Nullable Duration estimate,
            String sql,
            HazardNote... notes) {
        return new Plan.Change(object, action, summary, Plan.Fate.APPLY, cost, estimate, List.of(notes), List.of(sql));
    }

    static Plan.Change withFate(Plan.Change c, Plan.Fate fate) {
        return new Plan.Change(c.object(), c.action(), c.summary(), fate, c.cost(), c.estimate(), c.hazards(), c.sql());
    }

    static Plan.Entry created(ObjectKind kind, String name, String summary) {
        ObjectName object = ObjectName.of(kind, "public", name);
        String sql = "CREATE " + kind.label().toUpperCase(java.util.Locale.ROOT) + " public." + name + " (…)";
        return new Plan.Entry(
                object,
                Plan.Action.CREATE,
                null,
                List.of(change(object, Plan.Action.CREATE, summary, CostClass.INSTANT, INSTANT, sql)),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    static Plan.Entry altered(String table, long rows, long bytes, Plan.Change... changes) {
        return new Plan.Entry(
                table(table), Plan.Action.ALTER, null, List.of(changes), OptionalLong.of(rows), OptionalLong.of(bytes));
    }

    static Plan.Entry inSync(String table) {
        return new Plan.Entry(
                table(table), Plan.Action.IN_SYNC, null, List.of(), OptionalLong.of(10), OptionalLong.of(8192));
    }

    /** A plan of these entries; what is not applied has no statement, ONLINE ones run outside transactions. */
    static Plan plan(List<Plan.Entry> entries, String... notes) {
        List<Plan.Statement> together = new ArrayList<>();
        List<Plan.Batch> batches = new ArrayList<>();
        for (Plan.Entry entry : entries) {
            for (Plan.Change change : entry.changes()) {
                if (change.fate() != Plan.Fate.APPLY) {
                    continue;
                }
                for (String sql : change.sql()) {
                    boolean online = change.cost() == CostClass.ONLINE;
                    LockMode lock = online
                            ? LockMode.SHARE_UPDATE_EXCLUSIVE
                            : entry.action() == Plan.Action.CREATE ? LockMode.NONE : LockMode.ACCESS_EXCLUSIVE;
                    Plan.Statement statement = new Plan.Statement(
                            sql, List.of(), Duration.ofSeconds(3), Duration.ZERO, lock, change.cost(), change.object());
                    if (online) {
                        batches.add(new Plan.Batch(false, List.of(statement)));
                    } else {
                        together.add(statement);
                    }
                }
            }
        }
        if (!together.isEmpty()) {
            batches.add(0, new Plan.Batch(true, together));
        }
        return new Plan("shop", HASH, "16.4", entries, batches, List.of(), List.of(notes));
    }

    static Plan firstSync() {
        return plan(List.of(
                created(ObjectKind.TYPE, "order_status", ""),
                created(ObjectKind.TYPE, "payment_method", ""),
                created(ObjectKind.TABLE, "customers", "5 columns, 1 unique"),
                created(ObjectKind.TABLE, "orders", "6 columns, 1 foreign key, 1 index"),
                created(ObjectKind.VIEW, "customer_orders", "")));
    }

    static Plan nothing() {
        return plan(
                List.of(inSync("customers"), inSync("orders")), "function public.total() is found and not handled yet");
    }

    static Plan columnAndIndex() {
        ObjectName orders = table("orders");
        return plan(List.of(
                inSync("customers"),
                altered(
                        "orders",
                        1_500_000,
                        153_092_096,
                        change(
                                orders.member(ObjectKind.COLUMN, "note"),
                                Plan.Action.CREATE,
                                "column note  text",
                                CostClass.INSTANT,
                                INSTANT,
                                "ALTER TABLE public.orders ADD COLUMN note text"),
                        change(
                                orders.member(ObjectKind.INDEX, "orders_placed_at_idx"),
                                Plan.Action.CREATE,
                                "index orders_placed_at_idx (placed_at)",
                                CostClass.ONLINE,
                                Duration.ofSeconds(2),
                                "CREATE INDEX CONCURRENTLY orders_placed_at_idx ON public.orders (placed_at)",
                                new HazardNote(
                                        Hazard.INDEX_BUILD,
                                        "reads the whole table; built concurrently, writers go on",
                                        "")))));
    }

    static Plan dataLoss() {
        return plan(List.of(altered("customers", 50_000, 9_437_184, dropPhone())));
    }

    static Plan.Change dropPhone() {
        return change(
                table("customers").member(ObjectKind.COLUMN, "phone"),
                Plan.Action.DROP,
                "column phone  text",
                CostClass.INSTANT,
                INSTANT,
                "ALTER TABLE public.customers DROP COLUMN phone",
                new HazardNote(
                        Hazard.DATA_LOSS,
                        "16,666 rows hold a value; no later sync brings it back",
                        "declare the column again"));
    }

    static Plan withheld() {
        return plan(List.of(altered(
                "customers",
                50_000,
                9_437_184,
                withFate(dropPhone(), Plan.Fate.WITHHELD),
                change(
                        table("customers").member(ObjectKind.COLUMN, "mail"),
                        Plan.Action.CREATE,
                        "column mail  text",
                        CostClass.INSTANT,
                        INSTANT,
                        "ALTER TABLE public.customers ADD COLUMN mail text"))));
    }

    static Plan rename() {
        return plan(List.of(altered(
                "customers",
                50_000,
                9_437_184,
                change(
                        table("customers").member(ObjectKind.COLUMN, "full_name"),
                        Plan.Action.ALTER,
                        "column name → full_name, all values kept",
                        CostClass.INSTANT,
                        INSTANT,
                        "ALTER TABLE public.customers RENAME COLUMN name TO full_name",
                        new HazardNote(Hazard.BREAKS_RUNNING_CODE, "versions that still run ask for \"name\"", "")))));
    }

    static Plan rewrite() {
        return plan(List.of(altered(
                "orders",
                1_500_000,
                153_092_096,
                change(
                        table("orders").member(ObjectKind.COLUMN, "priority"),
                        Plan.Action.ALTER,
                        "column priority  integer → text",
                        CostClass.BLOCKING,
                        Duration.ofSeconds(4),
                        "ALTER TABLE public.orders ALTER COLUMN priority TYPE text",
                        new HazardNote(
                                Hazard.TABLE_REWRITE,
                                "rewrites the table (146 MB, about 4 s); meanwhile nobody reads or" + " writes orders",
                                "add a new column, fill it in slices, move the code, drop the old one")))));
    }

    static Plan blocked() {
        ObjectName channel = table("orders").member(ObjectKind.COLUMN, "channel");
        Problem problem = Problem.of(
                "TDM-210",
                channel,
                "NOT NULL without a default, but orders has 1,500,000 rows. Blocked; nothing was run.",
                "schema.sql:3:5",
                null,
                List.of(
                        "either  channel text NOT NULL DEFAULT 'web'     rows that exist get 'web', at once",
                        "or      declare it nullable, sync, fill it, then declare NOT NULL and sync again"));
        Plan.Entry entry = altered(
                "orders",
                1_500_000,
                153_092_096,
                withFate(
                        change(
                                channel,
                                Plan.Action.CREATE,
                                "column channel  text NOT NULL",
                                CostClass.INSTANT,
                                INSTANT,
                                "ALTER TABLE public.orders ADD COLUMN channel text NOT NULL"),
                        Plan.Fate.BLOCKED));
        return new Plan("shop", HASH, "16.4", List.of(entry), List.of(), List.of(problem), List.of());
    }

    static Plan large() {
        List<Plan.Entry> entries = new ArrayList<>(dataLoss().entries());
        for (int i = 1; i <= 12; i++) {
            String table = "t" + i;
            List<Plan.Change> changes = new ArrayList<>();
            for (int c = 1; c <= 4; c++) {
                changes.add(change(
                        table(table).member(ObjectKind.COLUMN, "c" + c),
                        Plan.Action.CREATE,
                        "text",
                        CostClass.INSTANT,
                        INSTANT,
                        "ALTER TABLE public." + table + " ADD COLUMN c" + c + " text"));
            }
            entries.add(altered(table, 100, 16_384, changes.toArray(Plan.Change[]::new)));
        }
        return plan(entries);
    }

    static StatusReport status(SyncStatus status, @Nullable String current) {
        return new StatusReport(
                status,
                "shop",
                HASH,
                current,
                current == null ? null : RECORDED,
                current == null ? null : "deployer",
                0,
                0,
                null,
                null);
    }

    static SyncResult result(
            SyncStatus status,
            @Nullable Plan plan,
            int statements,
            int withheld,
            int deferred,
            String reason,
            Problem... problems) {
        return new SyncResult(
                status,
                "shop",
                HASH,
                HASH,
                plan,
                statements,
                withheld,
                deferred,
                reason,
                List.of(problems),
                Duration.ofMillis(131));
    }
}
