package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.documentation.EmptyProject.Ran;
import dev.tidemark.documentation.Page.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/first-project.md, from its first file to its last command: its own test passes, its commands bring a database in step. */
final class FirstProjectTest {
    /** What the page cannot know: where the distribution was unpacked, and the database. */
    private static final String SOMEWHERE = "…/target";

    private static final String DATABASE = "postgresql://me@localhost/library";

    @Test
    void reachesInStep() throws Exception {
        String database = Server.fresh("library");
        EmptyProject project = EmptyProject.named("first-project");
        Path unpacked = Files.createDirectories(project.directory().resolveSibling("unpacked"));
        project.shell("tar xzf '" + Distribution.archive() + "' -C '" + unpacked + "'")
                .succeeded();
        Page page = Page.of("docs/first-project.md");
        StringBuilder commands = new StringBuilder();
        for (Snippet snippet : page.snippets()) {
            if (!snippet.file().isEmpty()) {
                project.write(snippet.file(), snippet.text());
            } else if (snippet.language().equals("sh")) {
                commands.append(snippet.text());
            }
        }
        assertTrue(commands.toString().contains("mvn -q verify"), "its test is run by " + commands);
        String script = commands.toString();
        assertTrue(script.contains(SOMEWHERE) && script.contains(DATABASE), script);

        Ran ran = project.terminal(
                        script.replace(SOMEWHERE, unpacked.toString()).replace(DATABASE, Server.url(database)), "y")
                .succeeded();

        assertTrue(Files.exists(project.directory().resolve("target/surefire-reports")), "its test ran");
        assertEquals(
                "3",
                Server.value(database, "select count(*) from information_schema.columns where table_name = 'book'"));
        assertTrue(ran.output().contains("Plan: 1 to add. No hazards."), ran.output());
        assertTrue(ran.output().contains("in sync"), ran.output());
    }
}
