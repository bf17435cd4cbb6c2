package dev.tidemark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages, as docs and reviews assume them. */
final class ArchitectureTest {
    private static final String BASE = "dev.tidemark";
    private static final String ROOT = "(root)";

    /** What each package may import of ours, itself left out. */
    private static final Map<String, Set<String>> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("annotation", Set.of()),
            Map.entry("sql", Set.of()),
            Map.entry("fault", Set.of(ROOT)),
            Map.entry("report", Set.of(ROOT)),
            Map.entry("identity", Set.of(ROOT)),
            Map.entry("schema", Set.of("sql", ROOT)),
            Map.entry("processor", Set.of("annotation", "schema", "sql", ROOT)),
            Map.entry("control", Set.of("identity", "fault", "report", "sql", ROOT)),
            Map.entry("lease", Set.of("control", "identity", "fault", "report", "sql", ROOT)),
            Map.entry("catalog", Set.of("sql", ROOT)),
            Map.entry("shadow", Set.of("schema", "catalog", "fault", "sql", ROOT)),
            Map.entry("diff", Set.of("catalog", "schema", ROOT)),
            Map.entry("plan", Set.of("diff", "catalog", "schema", "fault", "report", "sql", ROOT)),
            Map.entry("lint", Set.of("shadow", "catalog", "schema", "sql", ROOT)),
            Map.entry("export", Set.of("plan", "diff", "shadow", "catalog", "schema", ROOT)),
            Map.entry("compare", Set.of("plan", "diff", "shadow", "catalog", "schema", ROOT)),
            Map.entry(
                    "apply",
                    Set.of(
                            "plan",
                            "diff",
                            "lint",
                            "export",
                            "compare",
                            "shadow",
                            "schema",
                            "lease",
                            "control",
                            "identity",
                            "catalog",
                            "fault",
                            "report",
                            "sql",
                            ROOT)),
            Map.entry("connect", Set.of("identity", "fault", "report", ROOT)),
            Map.entry("deploy", Set.of("connect", "control", "identity", "fault", "report", ROOT)),
            Map.entry("lambda", Set.of("connect", "deploy", "control", "identity", "fault", "report", ROOT)),
            Map.entry("page", Set.of("report", ROOT)),
            Map.entry("scaffold", Set.of(ROOT)),
            Map.entry(
                    "cli", Set.of("lint", "page", "scaffold", "schema", "identity", "fault", "report", "sql", ROOT))));

    /** The same inside the planner: its passes stand in {@code plan} itself. */
    private static final Map<String, Set<String>> PLANNER = new TreeMap<>(Map.ofEntries(
            Map.entry("sql", Set.of()),
            Map.entry("kinds", Set.of("sql")),
            Map.entry("model", Set.of("kinds", "sql")),
            Map.entry("rows", Set.of("kinds", "model", "sql")),
            Map.entry("keys", Set.of("model", "rows", "sql")),
            Map.entry("columns", Set.of("keys", "model", "rows", "sql")),
            Map.entry("tables", Set.of("keys", "model", "rows", "sql")),
            Map.entry("types", Set.of("columns", "kinds", "model", "rows", "sql")),
            Map.entry("privileges", Set.of("model", "sql")),
            Map.entry("views", Set.of("model", "privileges", "rows", "sql")),
            Map.entry("order", Set.of("model", "sql"))));

    private static final JavaClasses MAIN = main();

    private static JavaClasses main() {
        return new ClassFileImporter()
                .importUrl(Tidemark.class.getProtectionDomain().getCodeSource().getLocation());
    }

    static Set<String> packages() {
        return ALLOWED.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyWhatItsArrowsAllow(String name) {
        arrows(name, ALLOWED.getOrDefault(name, Set.of())).check(MAIN);
    }

    /** The table of {@code docs/architecture.md} says the same. */
    @Test
    void theMapOfThePackagesIsTrue() throws IOException {
        assertEquals(ALLOWED, written("", ALLOWED.keySet()));
        assertEquals(PLANNER, written("plan.", PLANNER.keySet()));
    }

    private static Map<String, Set<String>> written(String prefix, Set<String> names) throws IOException {
        Map<String, Set<String>> written = new TreeMap<>();
        for (String line : Files.readAllLines(Needs.basedir().resolve("docs/architecture.md"))) {
            String[] cells = line.split("\\|", -1);
            String cell = cells.length > 3 ? cells[1].strip().replace("`", "") : "";
            String name = cell.startsWith(prefix) ? cell.substring(prefix.length()) : "";
            if (names.contains(name)) {
                String imports = cells[3].strip();
                written.put(name, imports.equals("nothing") ? Set.of() : Set.of(imports.split(", ")));
            }
        }
        return written;
    }

    static Set<String> packagesOfThePlanner() {
        return PLANNER.keySet();
    }

    @ParameterizedTest
    @MethodSource("packagesOfThePlanner")
    void aPackageOfThePlannerImportsOnlyWhatItsArrowsAllow(String name) {
        String planner = BASE + ".plan";
        String[] allowed = PLANNER.getOrDefault(name, Set.of()).stream()
                .map(other -> planner + "." + other)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(planner + "." + name)
                .should()
                .dependOnClassesThat(resideInAPackage(planner + "..")
                        .and(not(resideInAnyPackage(allowed)))
                        .and(not(resideInAPackage(planner + "." + name))))
                .check(MAIN);
    }

    @Test
    void theKindsAreKnownToTheirRulesAlone() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".plan.kinds..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(BASE + ".plan", BASE + ".diff.."))
                .check(MAIN);
    }

    @Test
    void everyPackageHasItsArrows() {
        String[] known =
                ALLOWED.keySet().stream().map(p -> BASE + "." + p + "..").toArray(String[]::new);
        classes()
                .that()
                .resideOutsideOfPackage(BASE)
                .should()
                .resideInAnyPackage(known)
                .check(MAIN);
    }

    @Test
    void rootIsAVocabularyAndItsTwoDoorsAloneReachDown() {
        noClasses()
                .that(resideInAPackage(BASE).and(not(belongToAnyOf(Tidemark.class, Operations.class))))
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + ".*.."))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(BASE)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(packagesOf(Set.of("connect", "deploy", "lambda", "cli", "processor"))))
                .check(MAIN);
    }

    @Test
    void onlyWhatTalksToTheDatabaseKnowsJdbc() {
        noClasses()
                .that(not(resideInAnyPackage(packagesOf(Set.of(
                        ROOT, "fault", "control", "lease", "catalog", "shadow", "lint", "export", "compare", "apply",
                        "connect", "deploy", "lambda", "cli")))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."))
                .check(MAIN);
    }

    @Test
    void theHotPathDoesNotKnowTheColdPackages() {
        noClasses()
                .that(resideInAnyPackage(packagesOf(Set.of("control", "identity", "connect", "lambda"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        packagesOf(Set.of("schema", "lease", "shadow", "catalog", "diff", "plan", "apply"))))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void theLibraryNeedsNothingButTheJdkAndThePostgresDriver() {
        String[] allowed = {
            BASE + "..", "java..", "javax.sql..", "javax.crypto..", "javax.net..", "org.postgresql..", "org.jspecify.."
        };
        noClasses()
                .that(not(resideInAnyPackage(packagesOf(Set.of("connect", "deploy", "lambda", "cli", "processor")))))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(allowed).or(isArrayOrPrimitive())))
                .check(MAIN);
        noClasses()
                .that(not(resideInAPackage(BASE + ".cli..")))
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> isArrayOrPrimitive() {
        return DescribedPredicate.describe("primitive or array", c -> c.isPrimitive() || c.isArray());
    }

    @Test
    void theProcessorRunsWithItsOwnCoordinatesAlone() {
        noClasses()
                .that(resideInAPackage(BASE + ".processor.."))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                                BASE + "..",
                                "java..",
                                "javax.annotation..",
                                "javax.lang..",
                                "javax.tools..",
                                "com.sun.source..",
                                "org.jspecify..")
                        .or(isArrayOrPrimitive())))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void nothingOfTheTestsIsInTheLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.junit..",
                        "org.opentest4j..",
                        "org.testcontainers..",
                        "io.zonky..",
                        "com.tngtech..",
                        BASE + ".testkit.."))
                .check(MAIN);
    }

    @Test
    void theRulesCanFail() {
        assertTrue(arrows("plan", Set.of()).evaluate(MAIN).hasViolation(), "plan imports more than nothing");
        assertTrue(arrows("diff", Set.of(ROOT)).evaluate(MAIN).hasViolation(), "diff imports catalog");
    }

    private static ArchRule arrows(String name, Set<String> allowed) {
        List<String> forbidden = new ArrayList<>();
        for (String other : ALLOWED.keySet()) {
            if (!other.equals(name) && !allowed.contains(other)) {
                forbidden.add(BASE + "." + other + "..");
            }
        }
        if (!allowed.contains(ROOT)) {
            forbidden.add(BASE);
        }
        return noClasses()
                .that()
                .resideInAPackage(BASE + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden.toArray(String[]::new)))
                .allowEmptyShould(true)
                .because(name + " may import " + allowed);
    }

    private static String[] packagesOf(Set<String> names) {
        return names.stream()
                .map(n -> n.equals(ROOT) ? BASE : BASE + "." + n + "..")
                .toArray(String[]::new);
    }
}
