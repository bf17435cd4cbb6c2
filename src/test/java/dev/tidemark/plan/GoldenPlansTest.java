package dev.tidemark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.HazardNote;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Batch;
import dev.tidemark.testkit.Journey;
import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The statements and hazards of known plans as text, in {@code src/test/resources/golden}: a change of the planner shows in them what it changes for users.
 *
 * <p>{@code -Dtidemark.golden=write} writes them again. They hold no sizes, estimates or timeouts, which differ from run to run.
 */
class GoldenPlansTest {
    private static final boolean WRITE = "write".equals(System.getProperty("tidemark.golden"));
    private static final Path RESOURCES = Needs.basedir().resolve("src/test/resources");

    @TestFactory
    Stream<DynamicTest> pairs() throws IOException {
        return Pair.all().stream()
                .map(pair -> DynamicTest.dynamicTest(
                        pair.name(),
                        () -> compare(
                                "pairs/" + pair.name(),
                                "== with rows\n" + text(pair, pair.rows()) + "\n== empty\n" + text(pair, ""))));
    }

    private static String text(Pair pair, String rows) {
        try (Trial trial = new Trial(pair.live() + rows, pair.declared())) {
            return text(trial.plan(Trial.EVERYTHING));
        }
    }

    @TestFactory
    Stream<DynamicTest> journeys() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("journeys"))) {
            return files.sorted().toList().stream().map(file -> {
                String name = file.getFileName().toString().replace(".sql", "");
                return DynamicTest.dynamicTest(
                        name,
                        () -> compare(
                                "journeys/" + name,
                                travel(Journey.read(Files.readString(file)).parts())));
            });
        }
    }

    /** Each step's plan over what the steps before it left. */
    private static String travel(List<Journey.Part> parts) {
        StringBuilder text = new StringBuilder();
        String schema = "";
        try (Trial trial = new Trial("", "")) {
            for (Journey.Part part : parts) {
                if (part.kind().equals("rows")) {
                    trial.run(part.text());
                    continue;
                }
                String next = part.kind().equals("schema") ? part.text() : part.edited(schema);
                trial.declare(next);
                Plan plan = trial.plan(Trial.EVERYTHING);
                text.append("== ").append(part.kind().equals("schema") ? "the first version" : part.title());
                text.append('\n').append(text(plan)).append('\n');
                if (!plan.blocked()) {
                    arrive(trial, plan, part.kind().equals("schema") ? next : "");
                    schema = next;
                }
            }
        }
        return text.toString();
    }

    /** Extensions are the engine's work, not the planner's: a first version that wants them is loaded as its text stands. */
    private static void arrive(Trial trial, Plan plan, String first) {
        if (first.toLowerCase(Locale.ROOT).contains("create extension")) {
            trial.run(first);
        } else {
            trial.apply(plan);
        }
    }

    /** A plan without what differs from run to run. */
    private static String text(Plan plan) {
        Stream<String> problems = plan.problems().stream().map(p -> "problem " + p.headline());
        Stream<String> changes = plan.changes().stream()
                .map(c -> "change " + c.object().display() + ": " + c.action() + " " + c.fate()
                        + c.hazards().stream()
                                .map(HazardNote::hazard)
                                .map(h -> " " + h)
                                .sorted()
                                .collect(Collectors.joining()));
        Stream<String> batches = plan.batches().stream().map(GoldenPlansTest::text);
        return Stream.of(problems, changes, batches)
                .flatMap(lines -> lines)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String text(Batch batch) {
        return batch.statements().stream()
                .map(s -> "  " + s.sql().strip().replace("\n", "\n    ") + "; -- " + s.lock() + " " + s.cost())
                .collect(Collectors.joining("\n", batch.transactional() ? "transaction\n" : "no transaction\n", ""));
    }

    private static void compare(String name, String text) throws IOException {
        Path file = RESOURCES.resolve("golden/plans/" + name + ".txt");
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertEquals(
                Files.exists(file) ? Files.readString(file) : "",
                text,
                "run this test with -Dtidemark.golden=write and look at the difference");
    }
}
