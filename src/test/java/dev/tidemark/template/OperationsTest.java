package dev.tidemark.template;

import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.Needs;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runbook, the parameters' page and the checklist name what there is: alarms, codes, statuses, events, links, parameters. */
class OperationsTest {
    private static final String RUNBOOK = Cfn.text("docs/operations.md");

    @Test
    void eachAlarmHasItsSectionAndEachSectionItsAlarm() {
        Set<String> alarms = new TreeSet<>();
        map(Cfn.read(Cfn.text("template.yaml")), "Resources").values().stream()
                .filter(r -> "AWS::CloudWatch::Alarm".equals(map(r).get("Type")))
                .forEach(r -> alarms.add(string(map(map(r), "Properties", "AlarmName").get("Fn::Sub"))
                        .replace("${AWS::StackName}-", "")));
        Set<String> sections = found(RUNBOOK.substring(RUNBOOK.indexOf("## Alarms")), "(?m)^### (\\S+)$");
        assertTrue(alarms.size() >= 12, alarms.toString());
        assertEquals(alarms, sections);
    }

    @Test
    void eachStatusHasItsRow() {
        String table = RUNBOOK.substring(RUNBOOK.indexOf("## 3 a.m."), RUNBOOK.indexOf("## Alarms"));
        Stream.of(SyncStatus.values()).forEach(s -> assertTrue(table.contains("`" + s + "`"), s + " has no row"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "docs/aws.md", "docs/template.md"})
    void whatIsNamedIsThere(String page) {
        String text = Cfn.text(page);
        String errors = Cfn.text("docs/errors.md");
        found(text, "(TDM-\\d{3})").forEach(code -> assertTrue(errors.contains("| " + code + " |"), page + ": " + code));
        found(text, "\\b((?:events|infra|pipeline|src/build)/[\\w-]+\\.(?:json|yaml|sql|sh))")
                .forEach(file -> assertTrue(Files.exists(Needs.basedir().resolve(file)), page + ": " + file));
        for (String link : found(text, "\\]\\(([^)\\s]+)\\)")) {
            String file = link.replaceAll("#.*", "");
            if (!file.startsWith("http")) {
                String target = file.isEmpty() ? text : linked(page, file);
                String anchor = link.contains("#") ? link.substring(link.indexOf('#') + 1) : "";
                assertTrue(anchor.isEmpty() || anchors(target).contains(anchor), page + ": " + link);
            }
        }
        assertTrue(text.lines().allMatch(l -> l.startsWith("|") || l.length() <= 160), page + " has long lines");
    }

    private static String linked(String page, String file) {
        assertTrue(Files.exists(Needs.basedir().resolve("docs").resolve(file)), page + ": " + file);
        return Cfn.text("docs/" + file);
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(String text) {
        return found(text, "(?m)^#+ (.+)$").stream()
                .map(h -> h.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Set<String> found(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(m -> found.add(m.group(1)));
        return found;
    }

    /** The page's tables have a row for each parameter, with its default. */
    @Test
    void eachParameterHasItsRow() {
        String whole = Cfn.text("docs/template.md");
        String page = whole.substring(whole.indexOf("## Parameters"), whole.indexOf("## When a changed"));
        Set<String> rows = new TreeSet<>();
        for (Map.Entry<String, Object> parameter : map(Cfn.read(Cfn.text("template.yaml")), "Parameters").entrySet()) {
            Object fallback = map(parameter.getValue()).get("Default");
            String said = fallback == null ? "required" : fallback.toString().isEmpty() ? "–" : "`" + fallback + "`";
            rows.add("| `" + parameter.getKey() + "` | " + said + " |");
        }
        Set<String> written = found(page, "(?m)^(\\| `[A-Z]\\w+` \\| [^|]+ \\|)");
        assertEquals(rows, written);
    }
}
