package dev.tidemark.plan.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/adding-a-kind.md} names files that are there, and every method of {@link KindRules}. */
final class AddingAKindTest {
    private static final Path PAGE = Needs.basedir().resolve("docs/adding-a-kind.md");

    @Test
    void theFilesAreThere() throws IOException {
        Set<String> missing = new TreeSet<>();
        int found = 0;
        Matcher file = Pattern.compile("`(src/[^`]+)`").matcher(Files.readString(PAGE));
        while (file.find()) {
            found++;
            if (!Files.exists(Needs.basedir().resolve(file.group(1)))) {
                missing.add(file.group(1));
            }
        }
        assertTrue(found >= 6, "files named: " + found);
        assertEquals(Set.of(), missing);
    }

    @Test
    void theMethodsAreThoseOfTheRules() throws IOException {
        Set<String> rules = Arrays.stream(KindRules.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                Matcher method = Pattern.compile("`(\\w+)`").matcher(line.split("\\|", -1)[1]);
                while (method.find()) {
                    named.add(method.group(1));
                }
            }
        }
        assertEquals(rules, named);
    }
}
