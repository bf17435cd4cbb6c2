package dev.tidemark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.CostClass;
import dev.tidemark.DriftReport;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link Reports} writes, {@link ReportReader} reads back, through the text of JSON. */
final class ReportReaderTest {
    private static Map<?, ?> sent(Map<String, @Nullable Object> document) {
        return (Map<?, ?>) Objects.requireNonNull(Json.read(Json.line(document)));
    }

    @Test
    void randomPlansComeBack() {
        for (long seed = 1; seed <= 300; seed++) {
            Plan plan = new Chance(seed).plan();
            assertEquals(plan, ReportReader.plan(sent(Reports.of(plan))), "seed " + seed);
        }
    }

    @Test
    void realPlansComeBack() {
        try (TestDatabase database = TestPostgres.fresh()) {
            SyncOptions options = SyncOptions.defaults().withApp("shop").withMode(Mode.AUTO);
            Tidemark.open(database.dataSource(), options.withSource(source(FIRST)))
                    .sync();
            database.run(
                    "insert into customers (phone, mail) select g::text, 'm' || g from generate_series(1, 2000) g");
            Plan plan = Tidemark.open(
                            database.dataSource(),
                            options.withSource(source(SECOND))
                                    .withAllowed(Set.of(Hazard.values()))
                                    .withBreakingAllowed(true)
                                    .withExplicit(true))
                    .plan();
            assertTrue(plan.batches().size() > 1 && !plan.blocked(), plan::toString);
            assertEquals(plan, ReportReader.plan(sent(Reports.of(plan))));
        }
    }

    private static final String FIRST =
            "create table customers (id bigint generated always as identity primary key, phone text, mail text);";
    private static final String SECOND = "create type mood as enum ('a', 'b');\n"
            + "create table customers (id bigint generated always as identity primary key, mail varchar(9) not null"
            + " default '', m mood);\n"
            + "create index mails on customers (mail);\n"
            + "create view v as select mail from customers;";

    private static SyncOptions.SchemaSource source(String text) {
        return new SyncOptions.SchemaSource(text, "schema.sql");
    }

    @Test
    void statusAndErrorsComeBack() {
        StatusReport never =
                new StatusReport(SyncStatus.OUT_OF_DATE, "shop", "v1:1", null, null, null, 0, 0, null, null);
        StatusReport full = new StatusReport(
                SyncStatus.SUPERSEDED,
                "shop",
                "v1:1",
                "v1:2",
                Instant.parse("2026-11-20T09:14:00.123456Z"),
                "deployer",
                3,
                4,
                "why",
                "holder",
                Duration.ofMillis(1234));
        assertEquals(never, ReportReader.status(sent(Reports.of(never))));
        assertEquals(full, ReportReader.status(sent(Reports.of(full))));
        for (boolean retriable : new boolean[] {true, false}) {
            TidemarkException error = new TidemarkException(
                    IntStream.range(0, 3).mapToObj(i -> new Chance(i).problem()).toList(), retriable, null);
            Map<?, ?> document = sent(Reports.of(error));
            assertTrue(ReportReader.isError(document));
            TidemarkException back = ReportReader.error(document);
            assertEquals(error.problems(), back.problems());
            assertEquals(error.getMessage(), back.getMessage());
            assertEquals(retriable, back.retriable());
        }
    }

    @Test
    void driftComesBack() {
        for (long seed = 1; seed <= 100; seed++) {
            DriftReport drift = new Chance(seed).drift();
            assertEquals(drift, ReportReader.drift(sent(Reports.of(drift))), "seed " + seed);
        }
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        Map<String, @Nullable Object> plan = Reports.of(new Chance(1).plan());
        for (String field :
                List.of("app", "version", "serverVersion", "objects", "changes", "batches", "errors", "notes")) {
            Map<String, @Nullable Object> without = new LinkedHashMap<>(plan);
            without.remove(field);
            Exception e = assertThrows(IllegalArgumentException.class, () -> ReportReader.plan(sent(without)));
            assertEquals("\"" + field + "\" is missing", e.getMessage());
        }
        Map<String, @Nullable Object> fewer = new LinkedHashMap<>(plan);
        fewer.put("changes", List.of());
        assertThrows(IllegalArgumentException.class, () -> ReportReader.plan(sent(fewer)));
        assertThrows(
                IllegalArgumentException.class,
                () -> ReportReader.error(Map.of("status", "ERROR", "errors", List.of())));
    }

    /** Plans that need not make sense, of every kind that the types allow. */
    private static final class Chance {
        private final Random random;

        Chance(long seed) {
            this.random = new Random(seed);
        }

        Plan plan() {
            boolean blocked = random.nextInt(3) == 0;
            return new Plan(
                    text(),
                    text(),
                    text(),
                    many(this::entry),
                    many(this::batch),
                    blocked ? many(this::problem) : List.of(),
                    many(this::text));
        }

        DriftReport drift() {
            return new DriftReport(
                    one(DriftReport.Status.values()),
                    text(),
                    text(),
                    one(DriftReport.Code.values()),
                    maybe(),
                    random.nextBoolean() ? Instant.ofEpochMilli(random.nextInt()) : null,
                    maybe(),
                    many(() -> new DriftReport.Drifted(name(), one(DriftReport.What.values()), text())),
                    random.nextBoolean() ? plan() : null,
                    random.nextInt(9),
                    random.nextInt(9),
                    maybe(),
                    maybe(),
                    Duration.ofMillis(random.nextInt(1 << 20)));
        }

        private Plan.Entry entry() {
            return new Plan.Entry(name(), one(Plan.Action.values()), maybe(), many(this::change), number(), number());
        }

        private Plan.Change change() {
            return new Plan.Change(
                    name(),
                    one(Plan.Action.values()),
                    text(),
                    one(Plan.Fate.values()),
                    one(CostClass.values()),
                    random.nextBoolean() ? Duration.ofMillis(random.nextInt()) : null,
                    many(() -> new HazardNote(one(Hazard.values()), text(), text(), random.nextBoolean())),
                    many(this::text));
        }

        private Plan.Batch batch() {
            List<Plan.Statement> statements = many(this::statement);
            return statements.size() == 1
                    ? new Plan.Batch(random.nextBoolean(), statements)
                    : new Plan.Batch(true, statements);
        }

        private Plan.Statement statement() {
            return new Plan.Statement(
                    text(),
                    many(this::text),
                    Duration.ofMillis(random.nextInt(1 << 20)),
                    Duration.ofMillis(random.nextInt(1 << 20)),
                    one(LockMode.values()),
                    one(CostClass.values()),
                    name());
        }

        Problem problem() {
            return Problem.of(
                    "TDM-" + (100 + random.nextInt(800)),
                    random.nextBoolean() ? name() : null,
                    text(),
                    random.nextBoolean() ? "schema.sql:3:" + random.nextInt(9) : maybe(),
                    maybe(),
                    many(this::text));
        }

        private ObjectName name() {
            return new ObjectName(one(ObjectKind.values()), text(), text(), random.nextBoolean() ? "" : text());
        }

        private OptionalLong number() {
            return random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty();
        }

        private @Nullable String maybe() {
            return random.nextBoolean() ? text() : null;
        }

        private String text() {
            String signs = "ab_.\"'\\\n\u0000é→😀 ";
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            return text.toString();
        }

        private <T> T one(T[] values) {
            return values[random.nextInt(values.length)];
        }

        private <T> List<T> many(Supplier<T> one) {
            List<T> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(one.get());
            }
            return list;
        }
    }
}
