package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Each command line of README.md and docs/ names a command and options that there are. */
final class DocumentedCommandsTest {
    private static final Path BASE = Path.of(System.getProperty("tidemark.basedir", "."));
    private static final Pattern TYPED = Pattern.compile("(?m)^\\s*(?:\\$ )?tidemark ([a-z]+)\\b(.*)$");
    private static final Pattern QUOTED = Pattern.compile("`tidemark ([a-z]+)\\b([^`]*)`");
    private static final Pattern OPTION = Pattern.compile("(?<!\\S)--[a-z][a-z-]*");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^\\s*```\\w*\\n(.*?)^\\s*```");

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
}
