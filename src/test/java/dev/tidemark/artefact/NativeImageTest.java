package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tidemark.Tidemark;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The metadata for GraalVM's native-image names all that Tidemark loads by name: its resources, and the classes that picocli reads by reflection. No
 * native-image was at hand, so what it makes of them is not tried.
 */
final class NativeImageTest {
    private static final String METADATA = "/META-INF/native-image/dev.tidemark/tidemark/reachability-metadata.json";

    /** Read by compilers only. */
    private static final Set<String> NEVER_LOADED =
            Set.of("META-INF/services", "META-INF/gradle", "META-INF/native-image");

    @Test
    void everyResourceIsNamed() throws IOException {
        List<PathMatcher> globs = entries("resources").stream()
                .map(entry -> FileSystems.getDefault().getPathMatcher("glob:" + entry.get("glob")))
                .toList();
        Path classes = Path.of(URI.create(Tidemark.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> resources = files.filter(Files::isRegularFile)
                    .map(classes::relativize)
                    .filter(file -> !file.toString().endsWith(".class"))
                    .filter(file -> NEVER_LOADED.stream().noneMatch(file::startsWith))
                    .toList();
            assertFalse(resources.isEmpty());
            assertEquals(
                    List.of(),
                    resources.stream()
                            .filter(file -> globs.stream().noneMatch(glob -> glob.matches(file)))
                            .filter(file -> !file.toString().endsWith("LICENSE.txt"))
                            .toList());
        }
    }

    @Test
    void everyClassOfTheCommandLineThatPicocliReadsIsNamed() throws IOException {
        JavaClasses cli = new ClassFileImporter().importPackages("dev.tidemark.cli");
        Set<String> read = cli.stream()
                .filter(NativeImageTest::readByPicocli)
                .map(JavaClass::getName)
                .filter(name -> !name.endsWith("Test"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = entries("reflection").stream()
                .map(entry -> String.valueOf(entry.get("type")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(read, named);
    }

    private static boolean readByPicocli(JavaClass type) {
        return type.isAnnotatedWith("picocli.CommandLine$Command")
                || type.getFields().stream()
                        .anyMatch(field -> field.getAnnotations().stream()
                                .anyMatch(a -> a.getRawType().getPackageName().startsWith("picocli")))
                || (!type.getModifiers().contains(JavaModifier.ABSTRACT)
                        && type.getAllRawInterfaces().stream()
                                .anyMatch(i -> i.getName().equals("picocli.CommandLine$ITypeConverter")
                                        || i.getName().equals("picocli.CommandLine$IVersionProvider")));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(String section) throws IOException {
        try (var in = Objects.requireNonNull(Tidemark.class.getResourceAsStream(METADATA), METADATA)) {
            Map<String, Object> metadata = new Yaml().load(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return (List<Map<String, Object>>) Objects.requireNonNull(metadata.get(section), section);
        }
    }
}
