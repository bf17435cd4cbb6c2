package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.schema.SchemaHash;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GoodDeclarationsTest {
    @TempDir
    private Path temporary;

    static Stream<String> fixtures() {
        return Fixtures.names("good");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void compilesToItsGoldenSchema(String fixture) {
        Path folder = Fixtures.folder("good", fixture);
        Javac javac = new Javac(temporary);

        Javac.Result result = javac.compile(Javac.sources(folder), Fixtures.options(folder));

        assertEquals(List.of(), result.messages());
        assertTrue(result.success());
        for (String app : apps(javac)) {
            Fixtures.assertGolden(folder.resolve(app + ".sql"), javac.schema(app));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void loadsIntoPostgres(String fixture) {
        try (TestDatabase database = TestPostgres.fresh()) {
            database.run("create schema crm");
            Javac.files(Fixtures.folder("good", fixture))
                    .filter(f -> f.toString().endsWith(".sql"))
                    .forEach(f -> database.run(Javac.read(f)));
            assertTrue(database.rows("select relname from pg_class where relnamespace <> 11 and relkind = 'r'")
                            .size()
                    > 0);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void writesTheSameBytesWhateverTheOrderOfTheFiles(String fixture) throws IOException {
        Path folder = Fixtures.folder("good", fixture);
        List<Path> sources = new ArrayList<>(Javac.sources(folder));
        Map<String, String> first = compile("first", sources, folder);
        for (int seed = 0; seed < 3; seed++) {
            Collections.shuffle(sources, new Random(seed));
            assertEquals(first, compile("again" + seed, sources, folder));
        }
        assertEquals(first, compile("first", sources, folder), "over its own output");
    }

    private Map<String, String> compile(String name, List<Path> sources, Path folder) throws IOException {
        Javac javac = new Javac(Files.createDirectories(temporary.resolve(name)));
        assertTrue(javac.compile(sources, Fixtures.options(folder)).success());
        return javac.output();
    }

    @ParameterizedTest
    @MethodSource("namedByPostgres")
    void namesConstraintsAndIndexesAsPostgresWould(String fixture) {
        String named = Javac.read(Fixtures.folder("good", fixture).resolve(fixture + ".sql"));
        String unnamed = named.replaceAll("CONSTRAINT (\"[^\"]*\"|\\w+) ", "")
                .replaceAll("INDEX (\"[^\"]*\"|\\w+) ON", "INDEX ON");
        try (TestDatabase ours = TestPostgres.fresh();
                TestDatabase theirs = TestPostgres.fresh()) {
            ours.run(named);
            theirs.run(unnamed);
            String names = "select conname from pg_constraint where connamespace <> 11 and contype <> 'n' union all"
                + " select relname from pg_class where relkind = 'i' and relnamespace = 'public'::regnamespace order"
                + " by 1";
            assertEquals(theirs.rows(names), ours.rows(names));
        }
    }

    static Stream<String> namedByPostgres() {
        return Stream.of("names", "classes");
    }

    @Test
    void propertiesNameTheAppAndTheHashOfTheText() {
        Javac javac = new Javac(temporary);
        javac.compile(Javac.sources(Fixtures.folder("good", "schemas")));

        assertEquals("a-second.app\nmulti\n", javac.output().get("apps"));
        assertEquals(
                "app=multi\nformat=1\nhash=" + SchemaHash.of(javac.schema("multi")) + "\n",
                javac.output().get("multi/schema.properties"));
    }

    @Test
    void nothingIsLeftToWarnAbout() {
        Path folder = Fixtures.folder("good", "options");
        String[] options = Stream.concat(
                        Stream.of(Fixtures.options(folder)), Stream.of("-Xlint:all,-options", "-Werror"))
                .toArray(String[]::new);
        assertEquals(
                List.of(),
                new Javac(temporary).compile(Javac.sources(folder), options).messages());
    }

    private static List<String> apps(Javac javac) {
        return javac.output().getOrDefault("apps", "").lines().toList();
    }
}
