package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.documentation.EmptyProject.Ran;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What docs/maven.md says besides the commands of docs/first-function.md: passwords of settings.xml, exit codes, drift, a schema written in SQL, export and diff. */
final class MavenPluginTest {
    private static final String SCHEMA = """
        CREATE SCHEMA harbour;
        CREATE TABLE harbour.berth (id bigint PRIMARY KEY, length_m integer NOT NULL);
        """;

    @Test
    void takesThePasswordFromSettingsAndFailsWhereSomethingIsToBeDone() throws Exception {
        String database = Server.fresh("harbour");
        Server.run("postgres", "create role harbour_master login superuser password 's3cret@quay'");
        Server.demandPassword("harbour_master");
        EmptyProject project = EmptyProject.named("maven-plugin");
        project.write(
                "pom.xml",
                pom(Page.of("docs/maven.md")
                        .with("xml", "tidemark-maven-plugin")
                        .text()));
        project.write("schema.sql", SCHEMA);
        String url = "-Dtidemark.url=" + Server.url(database).replace("postgres@", "");
        String[] schema = {"-Dtidemark.schema=schema.sql", "-Dtidemark.app=harbour"};

        Ran refused = project.mvn("tidemark:plan", url.replace("//", "//harbour_master@"), schema[0], schema[1]);
        assertNotEquals(0, refused.exit(), refused.output());
        assertTrue(refused.output().contains("no access to the database (exit code 6"), refused.output());

        Ran synced = project.mvn(
                        "tidemark:sync",
                        "tidemark:status",
                        url,
                        "-Dtidemark.server=harbour",
                        "-Dtidemark.yes",
                        schema[0],
                        schema[1])
                .succeeded();
        assertTrue(synced.output().contains("in sync"), synced.output());
        assertEquals(
                "harbour_master", Server.value(database, "select tableowner from pg_tables where tablename = 'berth'"));

        Server.run(database, "alter table harbour.berth add column depth integer");
        Ran drifted = project.mvn(
                "tidemark:drift", url, "-Dtidemark.server=harbour", "-Dtidemark.exitCode", schema[0], schema[1]);
        assertNotEquals(0, drifted.exit(), drifted.output());
        assertTrue(drifted.output().contains("has drifted (exit code 3"), drifted.output());

        // What the database holds, and what turns it into the declared schema: in one go.
        Ran differs = project.mvn(
                "tidemark:export",
                "tidemark:diff",
                url,
                "-Dtidemark.server=harbour",
                "-Dtidemark.out=now.sql",
                "-Dtidemark.from=now.sql",
                "-Dtidemark.exitCode",
                schema[0],
                schema[1]);
        assertTrue(
                Files.readString(project.directory().resolve("now.sql")).contains("depth    integer"),
                differs.output());
        assertTrue(differs.output().contains("- column depth"), differs.output());
        assertTrue(differs.output().contains("tidemark diff: something is left to do, differs"), differs.output());
    }

    private static String pom(String plugin) {
        return """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId>
              <artifactId>harbour</artifactId>
              <version>1.0</version>
              <build>
                <plugins>
                  %s
                </plugins>
              </build>
            </project>
            """.formatted(plugin);
    }
}
