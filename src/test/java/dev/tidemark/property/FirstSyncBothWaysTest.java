package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A first sync that makes what is declared without a shadow says, makes and records what one by a full shadow does, and the next plan is empty. {@code
 * -Dtidemark.scenario=name} runs the files whose name begins so.
 */
final class FirstSyncBothWaysTest {
    private static final Set<String> ALWAYS = Set.of("sequences-owners", "functions-dependants", "circles");

    private static final String RECORD = "select string_agg(concat_ws(' ', o.schema, o.kind, o.name, o.member,"
            + " o.source_hash, o.fingerprint, o.previous_name), e'\\n' order by o.schema, o.kind, o.name, o.member)"
            + " from tidemark.object o where o.kind not like 'CATALOG%'";

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
    void bothWaysRecordTheSame(Transitions.Topic topic) {
        assertTrue(check(topic) > 0, "none was made without a shadow");
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("fuzz")
    void bothWaysRecordTheSameForAll(Transitions.Topic topic) {
        int direct = check(topic);
        System.out.println(
                topic.name() + ": " + direct + " of " + topic.variants().size() + " without a shadow");
    }

    /** How many of them were made without a shadow. */
    private static int check(Transitions.Topic topic) {
        List<String> seen = new ArrayList<>();
        int direct = 0;
        for (Transitions.Variant variant : topic.variants()) {
            try (TestDatabase one = TestPostgres.fresh();
                    TestDatabase other = TestPostgres.fresh();
                    MessageProxy proxy = MessageProxy.inFrontOf(one)) {
                String made = said(Tidemark.open(proxy.dataSource(), options(variant)));
                direct += proxy.reset().statements().stream().noneMatch(s -> s.matches("(?s).*create schema \"?tm_.*"))
                        ? 1
                        : 0;
                String shadowed =
                        said(Tidemark.open(other.dataSource(), options(variant).withForce(true)));
                compare(variant.name() + ", the result", made, shadowed, seen);
                if (made.startsWith("SYNCED")) {
                    compare(variant.name() + ", the record", one.value(RECORD), other.value(RECORD), seen);
                    Plan next =
                            Tidemark.open(one.dataSource(), options(variant)).plan();
                    compare(variant.name() + ", the next plan", "" + next.statements(), "[]", seen);
                    Plan full = Tidemark.open(one.dataSource(), options(variant).withForce(true))
                            .plan();
                    compare(
                            variant.name() + ", the next full plan",
                            full.statements() + "" + full.notes(),
                            next.statements() + "" + next.notes(),
                            seen);
                }
            }
        }
        assertEquals("", String.join("\n\n", seen));
        return direct;
    }

    private static void compare(String what, String made, String shadowed, List<String> seen) {
        if (!made.equals(shadowed)) {
            seen.add(what + "\n--- without a shadow\n" + made + "\n--- with one\n" + shadowed);
        }
    }

    /** What a sync says: statements in any order, for both are right that suffice. */
    private static String said(Tidemark tidemark) {
        try {
            SyncResult result = tidemark.sync();
            StringBuilder said = new StringBuilder(result.status() + " " + result.reason() + "\n");
            Plan plan = result.plan();
            if (plan != null) {
                plan.statements().stream()
                        .map(s -> s.sql() + " " + s.searchPath() + "\n")
                        .sorted()
                        .forEach(said::append);
                plan.changes().forEach(c -> said.append(c).append('\n'));
                plan.notes().forEach(n -> said.append(n).append('\n'));
            }
            result.problems().forEach(p -> said.append(p).append('\n'));
            return said.toString();
        } catch (TidemarkException e) {
            return e.problems().toString();
        }
    }

    private static SyncOptions options(Transitions.Variant variant) {
        return SyncOptions.defaults()
                .withApp("app")
                .withSource(new SyncOptions.SchemaSource(variant.sql(), "schema.sql"))
                .withMode(Mode.AUTO)
                .withExplicit(true)
                .withBreakingAllowed(true)
                .withAllowed(Set.of(Hazard.values()));
    }
}
