package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pom cannot take from another one, and must yet say alike: the project's version, those of plugins and of the compiler's checks. */
final class ModuleVersionsTest {
    private static final Path ROOT = Needs.basedir();
    private static final Path PARENT = ROOT.resolve("integrations/pom.xml");
    private static final Pattern PLUGIN = Pattern.compile(
            "<plugin>\\s*(?:<groupId>[^<]*</groupId>\\s*)?<artifactId>([^<]*)</artifactId>\\s*<version>([^<]*)</version>");

    static List<Path> modules() throws IOException {
        try (Stream<Path> files = Stream.of("integrations", "test-support", "bom")
                .map(ROOT::resolve)
                .flatMap(ModuleVersionsTest::poms)) {
            return files.toList();
        }
    }

    private static Stream<Path> poms(Path folder) {
        try (Stream<Path> files = Files.find(
                folder,
                2,
                (file, attributes) -> String.valueOf(file.getFileName()).equals("pom.xml"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleHasTheVersionOfTheCore(Path module) throws IOException {
        assertEquals(firstVersion(ROOT.resolve("pom.xml")), firstVersion(module), module.toString());
    }

    @Test
    void pluginsAndChecksAreTheCoresOwn() throws IOException {
        Map<String, String> core = plugins(ROOT.resolve("pom.xml"));
        assertFalse(core.isEmpty());
        for (Path module : modules()) {
            plugins(module)
                    .forEach((plugin, version) ->
                            assertEquals(core.getOrDefault(plugin, version), version, module + ": " + plugin));
        }
        for (String property : List.of("error-prone.version", "nullaway.version", "project.build.outputTimestamp")) {
            assertEquals(property(ROOT.resolve("pom.xml"), property), property(PARENT, property), property);
        }
    }

    /** The project's own, or that of its parent, which stands first. */
    private static String firstVersion(Path pom) throws IOException {
        return between(Files.readString(pom), "<version>");
    }

    private static String property(Path pom, String name) throws IOException {
        return between(Files.readString(pom), "<" + name + ">");
    }

    private static String between(String text, String opening) {
        int start = text.indexOf(opening) + opening.length();
        return text.substring(start, text.indexOf('<', start));
    }

    private static Map<String, String> plugins(Path pom) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        Matcher plugin = PLUGIN.matcher(Files.readString(pom));
        while (plugin.find()) {
            versions.put(plugin.group(1), plugin.group(2));
        }
        return versions;
    }
}
