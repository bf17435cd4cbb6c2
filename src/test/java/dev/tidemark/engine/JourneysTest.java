package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Journey;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole schemas as people have them, from an empty database through years of changes, with rows in their tables; psql and pg_dump are the observers.
 *
 * <p>{@code -Djourney=name} runs one of them, {@code -Djourney.show=true} prints its plans and compares the dumps after each step, not only at the ends.
 */
final class JourneysTest {
    private static final boolean ALL = Boolean.getBoolean("journey.show");
    private static final String USERS = "n.nspname !~ '^(pg_|information_schema|tidemark)' and not exists"
            + " (select from pg_depend x where x.objid = c.oid and x.deptype = 'e')";

    /** What exists, and as which object and file: to see what was made again or written. */
    private static final String OBJECTS =
            "select format('%s %I.%I', case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname,"
                    + " c.relname), c.oid, case when c.relkind = 'r' then c.relfilenode end from pg_class c join"
                    + " pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'S') and "
                    + USERS
                    + " union all select format('type %I.%I', n.nspname, c.typname), c.oid, null from pg_type c"
                    + " join pg_namespace n on n.oid = c.typnamespace where c.typtype in ('e', 'd') and "
                    + USERS
                    + " union all select format('function %s', c.oid::regprocedure), c.oid, null from pg_proc c"
                    + " join pg_namespace n on n.oid = c.pronamespace where "
                    + USERS
                    + " union all select format('trigger %s.%I', c.tgrelid::regclass, c.tgname), c.oid, null from"
                    + " pg_trigger c join pg_class r on r.oid = c.tgrelid and r.relkind <> 'v' where not tgisinternal"
                    + " union all select format('policy %s.%I', c.polrelid::regclass, c.polname), c.oid, null from"
                    + " pg_policy c";

    /** Each stored column, by what stays when it is renamed, with a query for its values. */
    private static final String COLUMNS =
            "select c.oid || '.' || a.attnum, format('select count(*) || md5(string_agg(x::text, '','' order by"
                + " x::text)) from (select %I as x from %s) y', a.attname, c.oid::regclass) from pg_class c join"
                + " pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum >"
                + " 0 and not a.attisdropped and a.attgenerated = '' where c.relkind in ('r', 'p') and "
                    + USERS;

    private final List<String> faults = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> journeys() throws IOException {
        Path folder = Needs.basedir().resolve("src/test/resources/journeys");
        String only = System.getProperty("journey", "");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(f -> f.getFileName().toString().contains(only))
                    .sorted()
                    .toList();
            assertFalse(found.isEmpty(), () -> "no journey in " + folder);
            return found.stream()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> travel(f)));
        }
    }

    private void travel(Path file) throws IOException {
        faults.clear();
        List<Journey.Part> parts = Journey.read(Files.readString(file)).parts();
        String schema = "";
        try (TestDatabase live = TestPostgres.fresh()) {
            for (Journey.Part part : parts) {
                switch (part.kind()) {
                    case "rows" -> psql(live, part.text());
                    case "schema" -> {
                        schema = part.text();
                        arrive(live, schema, part);
                        compareDumps(live, schema, part);
                    }
                    case "step" -> {
                        String next = part.edited(schema);
                        boolean arrived =
                                part.names("refused").isEmpty() ? arrive(live, next, part) : refused(live, next, part);
                        schema = arrived ? next : schema;
                    }
                    default -> throw new IllegalArgumentException(part.kind());
                }
            }
            compareDumps(live, schema, parts.getLast());
            Plan ofDump = Syncs.plan(live, Syncs.full(PgDump.raw(live)));
            check(parts.getLast(), "the dump as a schema", "", text(ofDump));
            String drift = Tidemark.open(live.dataSource(), Syncs.coldStart(schema))
                    .drift()
                    .objects()
                    .toString();
            check(parts.getLast(), "drift", "[]", drift);
        }
        assertEquals("", String.join("\n", faults));
    }

    private boolean refused(TestDatabase live, String schema, Journey.Part step) {
        SyncResult result = Syncs.sync(live, Syncs.full(schema));
        check(
                step,
                "refused",
                step.names("refused").toString(),
                result.problems().stream()
                        .map(Problem::code)
                        .distinct()
                        .toList()
                        .toString());
        return false;
    }

    private boolean arrive(TestDatabase live, String schema, Journey.Part step) throws IOException {
        Map<String, String> before = objects(live);
        Map<String, String> rows = rows(live);
        SyncResult result = Syncs.sync(live, Syncs.full(schema));
        if (ALL) {
            show(step, result);
        }
        if (result.status() != SyncStatus.SYNCED) {
            faults.add("== " + step.title() + ": " + result.status() + " " + result.reason());
            return false;
        }
        check(step, "left to do", "", text(Syncs.plan(live, Syncs.coldStart(schema))));
        madeAgain(step, before, objects(live));
        Map<String, String> still = rows(live);
        rows.forEach((column, values) -> {
            if (step.names("converts").stream().noneMatch(column::endsWith)) {
                check(step, "rows of " + column, values, still.getOrDefault(column, values));
            }
        });
        if (ALL) {
            compareDumps(live, schema, step);
        }
        return true;
    }

    private void compareDumps(TestDatabase live, String schema, Journey.Part step) throws IOException {
        try (TestDatabase reference = TestPostgres.fresh()) {
            psql(reference, schema);
            check(step, "dump", sorted(PgDump.schemaOnly(reference)), sorted(PgDump.schemaOnly(live)));
        }
    }

    /** What was made later comes later in a dump. */
    private static String sorted(String dump) {
        return dump.lines().sorted().collect(Collectors.joining("\n"));
    }

    private void check(Journey.Part step, String what, String expected, String found) {
        if (!expected.equals(found)) {
            List<String> was = expected.lines().toList();
            List<String> is = found.lines().toList();
            faults.add(Stream.of(
                            Stream.of("== " + step.title() + ": " + what),
                            was.stream().filter(l -> !is.contains(l)).map(l -> "  - " + l),
                            is.stream().filter(l -> !was.contains(l)).map(l -> "  + " + l))
                    .flatMap(s -> s)
                    .collect(Collectors.joining("\n")));
        }
    }

    /** What bears the same name and is another one, or was rewritten. */
    private void madeAgain(Journey.Part step, Map<String, String> before, Map<String, String> after) {
        List<String> rewritten = new ArrayList<>();
        List<String> remade = new ArrayList<>();
        after.forEach((name, is) -> {
            String was = before.getOrDefault(name, is);
            if (!was.equals(is)) {
                boolean same = was.substring(0, was.indexOf('|')).equals(is.substring(0, is.indexOf('|')));
                (same ? rewritten : remade).add(name);
            }
        });
        check(step, "rewrites", step.names("rewrites").toString(), rewritten.toString());
        check(step, "remakes", step.names("remakes").toString(), remade.toString());
    }

    private static Map<String, String> objects(TestDatabase database) {
        Map<String, String> objects = new TreeMap<>();
        for (String row : database.rows(OBJECTS)) {
            int bar = row.indexOf('|');
            objects.put(row.substring(0, bar), row.substring(bar + 1));
        }
        return objects;
    }

    private static Map<String, String> rows(TestDatabase database) {
        List<String> columns = database.rows(COLUMNS);
        String all = columns.stream()
                .map(c -> "select '" + c.substring(0, c.indexOf('|')) + "', (" + c.substring(c.indexOf('|') + 1) + ")")
                .collect(Collectors.joining(" union all "));
        Map<String, String> rows = new TreeMap<>();
        for (String row : columns.isEmpty() ? List.<String>of() : database.rows(all)) {
            rows.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
        }
        return rows;
    }

    private static String text(Plan plan) {
        return Stream.concat(
                        plan.problems().stream().map(Problem::toString),
                        plan.changes().stream()
                                .map(c -> c.object() + ": " + c.summary() + "\n  " + String.join("\n  ", c.sql())))
                .collect(Collectors.joining("\n"));
    }

    private static void show(Journey.Part step, SyncResult result) {
        Plan plan = result.plan();
        if (plan != null) {
            System.out.println("##### " + step.title() + "\n" + text(plan));
            plan.changes().forEach(c -> System.out.println("  " + c.object() + " " + c.fate() + " " + c.hazards()));
            plan.batches().forEach(b -> System.out.println("  batch " + b));
            plan.notes().forEach(n -> System.out.println("  note " + n));
        }
    }

    private static void psql(TestDatabase database, String sql) throws IOException {
        Path file = Files.createTempFile("journey", ".sql");
        try {
            Files.writeString(file, sql);
            String program = PgDump.binaries().resolve("psql").toString();
            ProcessBuilder builder = new ProcessBuilder(
                    program, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.name(), "-f", file.toString());
            builder.environment()
                    .putAll(Map.of(
                            "PGHOST",
                            database.host(),
                            "PGPORT",
                            String.valueOf(database.port()),
                            "PGUSER",
                            "postgres",
                            "PGPASSWORD",
                            "postgres"));
            Needs.Ran ran = Needs.run(builder);
            assertEquals(0, ran.exit(), ran.all());
        } finally {
            Files.delete(file);
        }
    }
}
