package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.documentation.EmptyProject.Ran;
import dev.tidemark.documentation.Page.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code tidemark init} writes is built, tested, linted and brought in step by the commands of its README, in one run of Maven. */
final class InitTest {
    private static final String VERSION = System.getProperty("tidemark.version");
    private static final Path COMMAND = Path.of(
            System.getProperty("tidemark.repository"),
            "dev/tidemark/tidemark/" + VERSION + "/tidemark-" + VERSION + "-cli.jar");

    private static EmptyProject init(String kind) throws Exception {
        EmptyProject project = EmptyProject.named("init-" + kind);
        Ran ran = project.shell("\"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -jar " + COMMAND
                        + " init . --build maven --app notes --kind " + kind)
                .succeeded();
        assertTrue(ran.output().contains("mvn verify"), ran.output());
        return project;
    }

    /** All goals of the README's commands, each once; {@code verify} has compiled already. */
    private static Set<String> goals(EmptyProject project) {
        Set<String> goals = Page.of(project.directory().resolve("README.md").toString()).snippets().stream()
                .filter(Snippet::runs)
                .flatMap(snippet -> Arrays.stream(snippet.text().strip().split(" ")))
                .filter(word ->
                        !word.startsWith("-") && !List.of("mvn", "compile").contains(word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        assertTrue(goals.contains("verify"), goals.toString());
        return goals;
    }

    @Test
    void aProgramGetsInStep() throws Exception {
        EmptyProject project = init("plain");
        String database = Server.fresh("init_plain");
        Set<String> goals = goals(project);
        assertEquals(Set.of("verify", "tidemark:lint", "tidemark:plan", "tidemark:sync"), goals);
        goals.addAll(List.of("-Dtidemark.url=" + Server.url(database), "-Dtidemark.yes"));
        Ran ran = project.mvn(goals.toArray(String[]::new)).succeeded();
        assertTrue(ran.output().contains("nothing doubtful in notes"), ran.output());
        assertTrue(Files.exists(project.directory().resolve("target/surefire-reports")), "its test ran");
        assertEquals("0", Server.value(database, "select count(*) from notes.note"));
    }

    @Test
    void aFunctionIsBuiltAndTested() throws Exception {
        EmptyProject project = init("lambda");
        assertTrue(goals(project).contains("tidemark:lint"));
        project.mvn("verify", "tidemark:lint").succeeded();
        assertTrue(Files.exists(project.directory().resolve("target/surefire-reports")), "its test ran");
        assertTrue(Files.exists(project.directory().resolve("template.yaml")));
    }
}
