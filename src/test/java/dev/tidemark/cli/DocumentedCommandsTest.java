package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command line of README.md and docs/ names a command and options that there are; what a page's SQL says to the command line is obeyed. */
final class DocumentedCommandsTest {
    private static final Path BASE = Path.of(System.getProperty("tidemark.basedir", "."));
    private static final Pattern TYPED = Pattern.compile("(?m)^\\s*(?:\\$ )?tidemark ([a-z]+)\\b(.*)$");
    private static final Pattern QUOTED = Pattern.compile("`tidemark ([a-z]+)\\b([^`]*)`");
    private static final Pattern OPTION = Pattern.compile("(?<!\\S)--[a-z][a-z-]*");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^\\s*```\\w*\\n(.*?)^\\s*```");

    @TempDir
    private Path folder;

    private final Map<String, String> helps = new TreeMap<>();

    @Test
    void commandsAndOptionsExist() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (Path page : pages()) {
            String text = Files.readString(page).replace("\\\n", " ");
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                lines += check(page, TYPED.matcher(block.group(1)), wrong);
            }
            lines += check(page, QUOTED.matcher(text), wrong);
        }
        assertEquals(List.of(), wrong);
        assertTrue(lines > 60, lines + " command lines");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(BASE.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(BASE.resolve("README.md")),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    private int check(Path page, Matcher typed, List<String> wrong) {
        int lines = 0;
        while (typed.find()) {
            lines++;
            String help = helps.computeIfAbsent(typed.group(1), DocumentedCommandsTest::help);
            if (help.isEmpty()) {
                wrong.add(page.getFileName() + ": there is no command " + typed.group(1));
                continue;
            }
            OPTION.matcher(typed.group(2).replaceFirst("\\s#.*", ""))
                    .results()
                    .filter(option -> !Pattern.compile(Pattern.quote(option.group()) + "(?![a-z-])")
                            .matcher(help)
                            .find())
                    .forEach(option ->
                            wrong.add(page.getFileName() + ": " + typed.group(1) + " has no option " + option.group()));
        }
        return lines;
    }

    private static String help(String command) {
        Ran help = Ran.live(Map.of(), "help", command);
        return help.exit() == 0 ? help.out().replaceAll("--\\[no-]([a-z-]+)", "--$1 --no-$1") : "";
    }

    /** lint.md's notes silence what they name: without them each is found, with them none. */
    @Test
    void theNotesOfTheLintPageSilence() throws IOException {
        String noted = blocks("docs/lint.md", "sql").get(0).replace("…", "\"Mixed\" integer");
        Ran with = lint(noted);
        Ran without = lint(noted.replaceAll("--[^\n]*", ""));
        for (String code : List.of("TDM-L03", "TDM-L08", "TDM-L14")) {
            assertTrue(noted.contains(code), code);
            assertTrue(!with.out().contains(code), with.out());
            assertTrue(without.out().contains(code), without.out());
        }
    }

    private Ran lint(String sql) throws IOException {
        Files.writeString(folder.resolve("schema.sql"), sql);
        try (TestDatabase database = TestPostgres.fresh()) {
            return run(database, "lint");
        }
    }

    /** lookup-rows.md's table with the file beside it. */
    @Test
    void rowsComeFromTheFileThatThePageShows() throws IOException {
        String sql = blocks("docs/lookup-rows.md", "sql").get(1);
        Path file = folder.resolve(sql.replaceFirst("(?s).*@rows sync from (\\S+).*", "$1"));
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                blocks("docs/lookup-rows.md", "").stream()
                        .filter(b -> b.startsWith("code,"))
                        .findFirst()
                        .orElseThrow());
        Files.writeString(folder.resolve("schema.sql"), sql);
        try (TestDatabase database = TestPostgres.fresh()) {
            Ran sync = run(database, "sync", "--yes");
            assertEquals(0, sync.exit(), sync.err());
            assertEquals(
                    List.of("EUR|Euro|2", "JPY|Yen|0", "XAU|Gold, troy ounce|∅"),
                    database.rows("select * from currency order by code"));
        }
    }

    private Ran run(TestDatabase database, String command, String... options) {
        String url = "postgresql://postgres@" + database.host() + ":" + database.port() + "/" + database.name();
        List<String> line = new ArrayList<>(List.of(command, "--app", "shop", "--url", url));
        line.addAll(List.of("--schema", folder.resolve("schema.sql").toString()));
        line.addAll(List.of(options));
        return Ran.live(Map.of("PGPASSWORD", "postgres"), line.toArray(String[]::new));
    }

    private static List<String> blocks(String page, String language) throws IOException {
        return Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$")
                .matcher(Files.readString(BASE.resolve(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
