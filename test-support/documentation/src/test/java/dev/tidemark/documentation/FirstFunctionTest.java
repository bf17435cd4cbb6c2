package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.documentation.EmptyProject.Ran;
import dev.tidemark.documentation.Page.Snippet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/first-function.md, from its first file to its last command; then the function is started. */
final class FirstFunctionTest {
    @Test
    void reachesInStepAndServes() throws Exception {
        String database = Server.fresh("notes");
        EmptyProject project = EmptyProject.named("first-function").with("DATABASE_URL", Server.url(database));

        Ran last = follow(Page.of("docs/first-function.md"), project);

        assertTrue(last.output().contains("in sync"), last.output());
        assertEquals(
                "4",
                Server.value(database, "select count(*) from information_schema.columns where table_schema = 'notes'"));
        starts(project, Server.fresh("notes_function"));
    }

    private static Ran follow(Page page, EmptyProject project) throws Exception {
        Ran last = new Ran(1, "no commands in " + page.file());
        for (Snippet snippet : page.snippets()) {
            if (snippet.runs()) {
                last = project.shell(snippet.text()).succeeded();
            } else if (!snippet.file().isEmpty()) {
                project.write(snippet.file(), snippet.text());
            }
        }
        return last;
    }

    /** On an empty database, with what {@code tidemark-lambda} brings and nothing else. */
    private static void starts(EmptyProject project, String database) throws Exception {
        Map<String, String> environment =
                Map.of("TIDEMARK_URL", Server.jdbcUrl(database), "TIDEMARK_USER", "postgres", "TIDEMARK_MODE", "safe");
        for (String status : new String[] {"SYNCED", "UP_TO_DATE"}) {
            Ran ran = project.java(
                            FunctionMain.class, environment, "com.example.notes.NotesFunction", "text", "buy rope")
                    .succeeded();
            assertTrue(ran.output().contains("\"status\":\"" + status + "\""), ran.output());
            assertTrue(ran.output().contains("answer: {id="), ran.output());
        }
    }
}
