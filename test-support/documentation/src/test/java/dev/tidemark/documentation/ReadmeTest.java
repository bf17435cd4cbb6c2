package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.documentation.EmptyProject.Ran;
import dev.tidemark.documentation.Page.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * README.md: Maven finds the dependencies that it names, and they are enough to build the page's code and to start its function. The page's commands bring a
 * database in step.
 */
final class ReadmeTest {
    /** In the place of which there is a database. */
    private static final String DATABASE = "postgresql://user@host/shop";

    @Test
    void itsDependenciesAreEnoughForItsFunction() throws Exception {
        Page readme = Page.of("README.md");
        EmptyProject project = EmptyProject.named("readme");
        project.write("pom.xml", pom(readme.with("xml", "<dependencies>").text()));
        for (Snippet snippet : readme.snippets()) {
            if (!snippet.file().isEmpty()) {
                project.write(snippet.file(), snippet.text());
            }
        }
        project.mvn("compile").succeeded();

        Map<String, String> environment = Map.of(
                "TIDEMARK_URL",
                Server.jdbcUrl(Server.fresh("shop")),
                "TIDEMARK_USER",
                "postgres",
                "TIDEMARK_MODE",
                "safe");
        Ran ran = project.java(FunctionMain.class, environment, "com.example.shop.ShopFunction", "any", "thing")
                .succeeded();
        assertTrue(ran.output().contains("\"status\":\"SYNCED\""), ran.output());
        assertTrue(ran.output().contains("answer: {purchases=0}"), ran.output());
        bringsInStepByTheCommandLine(readme, project);
    }

    /** From the unpacking of the archive, which lies where the page says, to the last command. */
    private static void bringsInStepByTheCommandLine(Page readme, EmptyProject project) throws Exception {
        String database = Server.fresh("shop_by_command_line");
        Path archive = project.directory()
                .resolve("distribution/target/" + Distribution.archive().getFileName());
        Files.createDirectories(archive.getParent());
        Files.createSymbolicLink(archive, Distribution.archive());
        String script = readme.with("sh", "tar xzf").text();
        assertTrue(script.contains(DATABASE), script);

        Ran ran = project.terminal(script.replace(DATABASE, Server.url(database)), "y")
                .succeeded();

        assertTrue(ran.output().contains("never synced"), ran.output());
        assertTrue(ran.output().lines().anyMatch(line -> line.contains("in sync")), ran.output());
        assertEquals("0", Server.value(database, "select count(*) from shop.purchase"));
    }

    private static String pom(String dependencies) {
        return """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId>
              <artifactId>shop</artifactId>
              <version>1.0</version>
              <properties>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
            %s</project>
            """.formatted(dependencies);
    }
}
