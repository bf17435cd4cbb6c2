package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plan that takes from the record what is in step equals the plan of a full look: for each scenario's next variant, for what somebody did by hand since, and
 * for both together. {@code -Dtidemark.scenario=name} runs the files whose name begins so.
 */
final class ByRecordTest {
    private static final Set<String> ALWAYS =
            Set.of("partitions-attach", "functions-dependants", "keys-indexes", "views");

    private static final String RECORD = "select string_agg(concat_ws(' ', o.schema, o.kind, o.name, o.member,"
            + " o.source_hash, o.fingerprint, o.previous_name), e'\\n' order by o.schema, o.kind, o.name, o.member)"
            + " from tidemark.object o where o.kind !~ '^(CATALOG|BESIDE)'";

    private static final String BESIDE = """

        create table beside_them (id int primary key, at timestamptz not null default now(), check (id > 0));
        create view beside_view as select id from beside_them;
        """;

    private static Stream<Transitions.Topic> some() {
        return topics().filter(topic -> ALWAYS.contains(topic.name()));
    }

    private static Stream<Transitions.Topic> all() {
        return topics().filter(topic -> !ALWAYS.contains(topic.name()));
    }

    private static Stream<Transitions.Topic> topics() {
        return Transitions.topics("scenarios", "transitions");
    }

    @ParameterizedTest
    @MethodSource("some")
    void bothWaysPlanTheSame(Transitions.Topic topic) {
        check(topic);
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("fuzz")
    void bothWaysPlanTheSameForAll(Transitions.Topic topic) {
        check(topic);
    }

    private static void check(Transitions.Topic topic) {
        List<String> seen = new ArrayList<>();
        try (TestDatabase database = TestPostgres.fresh()) {
            List<Transitions.Variant> variants = topic.variants();
            boolean there = sync(database, variants.get(0));
            for (int i = 1; i <= variants.size(); i++) {
                Transitions.Variant from = variants.get(i - 1);
                Transitions.Variant to = variants.get(i % variants.size());
                if (there) {
                    keptAsRead(database, seen);
                    compare(from.name() + " again", database, from, seen);
                    Plan plan = compare(from.name() + " > " + to.name(), database, to, seen);
                    if (plan != null) {
                        byHand(database, plan);
                        compare(from.name() + " after the work of " + to.name() + " by hand", database, from, seen);
                        compare(to.name() + " after its work by hand", database, to, seen);
                    }
                }
                there = sync(database, to);
                provedAsByAFullLook(to, database, there, seen);
            }
        }
        assertEquals("", String.join("\n\n", seen));
    }

    /** A sync that proves only what it touched records what one that looks at everything does. */
    private static void provedAsByAFullLook(
            Transitions.Variant variant, TestDatabase database, boolean there, List<String> seen) {
        if (!there) {
            return;
        }
        String scoped = database.value(RECORD);
        said(() -> Objects.requireNonNull(
                Tidemark.open(database.dataSource(), options(variant).withForce(true))
                        .sync()
                        .plan()));
        String full = database.value(RECORD);
        if (!full.equals(scoped)) {
            seen.add(variant.name() + ", the record\n--- of what it touched\n" + scoped + "\n--- of everything\n"
                    + full);
        }
    }

    /** What is kept of the catalogs is what is there. */
    private static void keptAsRead(TestDatabase database, List<String> seen) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet schemas = statement.executeQuery("select nspname from pg_namespace where nspname !~"
                        + " '^pg_' and nspname not in ('information_schema', 'tidemark')")) {
            Set<String> names = new HashSet<>();
            while (schemas.next()) {
                names.add(schemas.getString(1));
            }
            CatalogReader.Look look = CatalogReader.lookAlone(connection, names);
            String rows = look.rows();
            Catalog again = rows == null ? null : CatalogReader.again(connection, names, rows);
            if (again != null && !look.catalog().equals(again)) {
                seen.add("kept " + again + "\nread " + look.catalog());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Plan compare(
            String what, TestDatabase database, Transitions.Variant variant, List<String> seen) {
        SyncOptions options = options(variant);
        String byRecord =
                said(() -> Tidemark.open(database.dataSource(), options).plan());
        AtomicReference<@Nullable Plan> plan = new AtomicReference<>();
        String full = said(() -> {
            Plan made = Tidemark.open(database.dataSource(), options.withForce(true))
                    .plan();
            plan.set(made);
            return made;
        });
        if (!full.equals(byRecord)) {
            seen.add(what + "\n--- by the record\n" + byRecord + "\n--- full\n" + full);
        }
        return plan.get();
    }

    private interface Work {
        Plan run();
    }

    private static String said(Work work) {
        try {
            Plan plan = work.run();
            StringBuilder said = new StringBuilder();
            plan.batches().forEach(b -> said.append(b).append('\n'));
            plan.changes().forEach(c -> said.append(c).append('\n'));
            plan.problems().forEach(p -> said.append(p).append('\n'));
            plan.notes().forEach(n -> said.append(n).append('\n'));
            plan.entries()
                    .forEach(e -> said.append(e.action())
                            .append(' ')
                            .append(e.object())
                            .append('\n'));
            return said.toString();
        } catch (TidemarkException e) {
            return e.problems().stream().map(Problem::toString).toList().toString();
        }
    }

    /** Whether it got there; what is refused on the way is another test's matter. */
    private static boolean sync(TestDatabase database, Transitions.Variant variant) {
        try {
            SyncResult result =
                    Tidemark.open(database.dataSource(), options(variant)).sync();
            return result.problems().isEmpty();
        } catch (TidemarkException e) {
            return false;
        }
    }

    /** Statement by statement, as far as they go. */
    private static void byHand(TestDatabase database, Plan plan) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (Plan.Statement one : plan.statements()) {
                try {
                    statement.execute(one.sql());
                } catch (SQLException e) {
                    // What only goes in one transaction with others stays undone.
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SyncOptions options(Transitions.Variant variant) {
        return SyncOptions.defaults()
                .withApp("app")
                .withSource(new SyncOptions.SchemaSource(variant.sql() + BESIDE, "schema.sql"))
                .withMode(Mode.AUTO)
                .withExplicit(true)
                .withBreakingAllowed(true)
                .withAllowed(Set.of(Hazard.values()));
    }
}
