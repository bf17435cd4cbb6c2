package dev.tidemark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.CostClass;
import dev.tidemark.LockMode;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Batch;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Sections;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statements of {@code src/test/resources/online/operations.sql}, run one by one on real servers: the lock that a plan states is the one that PostgreSQL
 * takes, and what rewrites or scans a table under a strong lock is called blocking. docs/online-ddl.md is what was measured.
 *
 * <p>The build runs PostgreSQL 14 and 18; {@code -Dtidemark.online=all} runs 14 to 18, {@code -Dtidemark.online=write} also writes the page.
 */
class OnlineDdlTest {
    private static final Path OPERATIONS = Needs.basedir().resolve("src/test/resources/online/operations.sql");
    private static final Path PAGE = Needs.basedir().resolve("docs/online-ddl.md");
    private static final String RUN = System.getProperty("tidemark.online", "");
    private static final int OLDEST = 14;
    /** As large as a table has to look for a plan to spare its readers and writers. */
    private static final long ROWS = 1_500_000;

    private static final long BYTES = 146L << 20;

    /**
     * One operation.
     *
     * @param from the first major version that has it
     * @param byHand what one would write without looking
     */
    record Operation(String name, int from, String before, String after, String byHand) {
        static List<Operation> all() throws IOException {
            List<Operation> all = new ArrayList<>();
            for (String text : Pattern.compile("(?m)^=== ")
                    .splitAsStream(Files.readString(OPERATIONS))
                    .toList()) {
                if (!text.startsWith("--")) {
                    all.add(read(text));
                }
            }
            return all;
        }

        private static Operation read(String text) {
            List<String> parts =
                    Pattern.compile("(?m)^--- ").splitAsStream(text).toList();
            Map<String, String> sections = parts.stream()
                    .skip(1)
                    .collect(Collectors.toMap(
                            p -> p.lines().findFirst().orElseThrow(),
                            p -> p.lines()
                                    .skip(1)
                                    .collect(Collectors.joining("\n"))
                                    .strip()));
            int from = sections.keySet().stream()
                    .filter(k -> k.startsWith("from "))
                    .mapToInt(k -> Integer.parseInt(k.substring(5)))
                    .findFirst()
                    .orElse(OLDEST);
            return new Operation(
                    parts.get(0).strip(),
                    from,
                    sections.getOrDefault("before", ""),
                    sections.getOrDefault("after", ""),
                    sections.getOrDefault("by hand", ""));
        }

        /** The schema before with a few rows in its tables. */
        String filled() {
            String rows = before.contains("table parent ")
                    ? "insert into parent (id, s) select g, 'x' from generate_series(1, 9) g;"
                    : "";
            return before + rows + "insert into t (id, s) select g, 'x' from generate_series(1, 9) g";
        }
    }

    static List<Integer> majors() {
        return RUN.isEmpty() ? List.of(OLDEST, TestPostgres.NEWEST) : TestPostgres.majors();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void statedLocksAndCostsAreThoseOfTheServer(int major) throws Exception {
        List<String> wrong = new ArrayList<>();
        int statements = 0;
        for (Operation operation : Operation.all()) {
            if (major < operation.from()) {
                continue;
            }
            try (Trial trial = new Trial(major, operation.filled(), operation.after())) {
                Plan plan = plan(trial);
                assertEquals(List.of(), plan.problems(), operation.name());
                for (Batch batch : plan.batches()) {
                    for (Plan.Statement s : batch.statements()) {
                        statements++;
                        check(operation, s, run(trial, batch, s), wrong);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, () -> major + ":\n" + String.join("\n", wrong));
        assertTrue(statements >= 50, "only " + statements + " statements were measured");
    }

    private static void check(Operation operation, Plan.Statement stated, MeasuredStatement seen, List<String> wrong) {
        String what = operation.name() + ": " + stated.sql() + ": stated " + stated.lock() + " " + stated.cost()
                + ", seen " + seen.words();
        if (stated.lock() != seen.lock()) {
            wrong.add("lock: " + what);
        }
        boolean strong = seen.lock().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) > 0;
        if (seen.works() && stated.cost() != (strong ? CostClass.BLOCKING : CostClass.ONLINE)) {
            wrong.add("cost: " + what);
        }
        if (!seen.works() && stated.cost() == CostClass.BLOCKING) {
            wrong.add("cost: " + what);
        }
    }

    private static Plan plan(Trial trial) {
        PlanInput asking = Sizes.of(trial.input(Trial.EVERYTHING, Facts.none()), ROWS, BYTES);
        return Planner.plan(new PlanInput(
                asking.schema(),
                asking.serverVersion(),
                asking.diff(),
                asking.live(),
                asking.declared(),
                trial.answers(Planner.questions(asking)),
                asking.policy()));
    }

    private static MeasuredStatement run(Trial trial, Batch batch, Plan.Statement s)
            throws SQLException, InterruptedException {
        return batch.transactional()
                ? MeasuredStatement.run(trial.database(), s.searchPath(), s.sql())
                : MeasuredStatement.runAlone(trial.database(), s.sql());
    }

    @Test
    void thePageIsWhatWasMeasured() throws Exception {
        List<String> newest = table(TestPostgres.NEWEST);
        if (RUN.equals("write")) {
            Sections.rewrite(PAGE, "postgresql-18", newest);
            Sections.rewrite(PAGE, "postgresql-14", different(newest, table(OLDEST)));
        }
        assertEquals(Sections.read(PAGE, "postgresql-18"), newest);
    }

    private static List<String> different(List<String> newest, List<String> oldest) {
        List<String> rows = new ArrayList<>(newest.subList(0, 2));
        oldest.stream().filter(row -> !newest.contains(row)).forEach(rows::add);
        return rows;
    }

    private static List<String> table(int major) throws IOException, SQLException, InterruptedException {
        List<String> rows =
                new ArrayList<>(List.of("| operation | written by hand | what Tidemark runs |", "|---|---|---|"));
        for (Operation operation : Operation.all()) {
            if (major < operation.from()) {
                continue;
            }
            List<MeasuredStatement> byHand = new ArrayList<>();
            try (Trial trial = new Trial(major, operation.filled(), operation.after())) {
                for (String sql :
                        Pattern.compile("; ").splitAsStream(operation.byHand()).toList()) {
                    byHand.add(MeasuredStatement.run(trial.database(), List.of("public"), sql));
                }
            }
            List<MeasuredStatement> planned = new ArrayList<>();
            try (Trial trial = new Trial(major, operation.filled(), operation.after())) {
                for (Batch batch : plan(trial).batches()) {
                    for (Plan.Statement s : batch.statements()) {
                        planned.add(run(trial, batch, s));
                    }
                }
            }
            rows.add("| " + operation.name() + " | " + cell(byHand) + " | " + cell(planned) + " |");
        }
        return rows;
    }

    /** Statements with the same outcome in a row share its words. */
    private static String cell(List<MeasuredStatement> statements) {
        Map<String, String> lines = new LinkedHashMap<>();
        int n = 0;
        String last = "";
        for (MeasuredStatement s : statements) {
            String words = s.words();
            n += words.equals(last) ? 0 : 1;
            last = words;
            String sql =
                    "`" + s.sql().replaceAll("\\s+", " ").replace("public.", "").replace("|", "\\|") + "`";
            lines.merge(n + ". " + words, sql, (a, b) -> a + "; " + b);
        }
        return lines.entrySet().stream()
                .map(e -> e.getValue() + ": " + e.getKey().replaceFirst("^[0-9]+\\. ", ""))
                .collect(Collectors.joining("<br>"));
    }
}
