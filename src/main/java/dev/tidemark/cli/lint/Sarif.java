package dev.tidemark.cli.lint;

import dev.tidemark.LintReport;
import dev.tidemark.LintReport.Finding;
import dev.tidemark.LintReport.Severity;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.lint.Rule;
import dev.tidemark.report.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SARIF 2.1.0, which GitHub's and others' code scanning read. */
final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private Sarif() {}

    static String of(LintReport report, Locations locations) {
        Map<String, @Nullable Object> driver = new LinkedHashMap<>();
        driver.put("name", "Tidemark");
        String version = Sarif.class.getPackage().getImplementationVersion();
        if (version != null) {
            driver.put("version", version);
        }
        driver.put("rules", Arrays.stream(Rule.values()).map(Sarif::rule).toList());
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put(
                "results",
                report.findings().stream()
                        .map(finding -> result(finding, locations))
                        .toList());
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return Json.pretty(log);
    }

    private static Map<String, @Nullable Object> rule(Rule rule) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", rule.code());
        out.put("name", rule.name().toLowerCase(Locale.ROOT));
        out.put("shortDescription", Map.of("text", rule.title()));
        out.put("defaultConfiguration", Map.of("level", level(rule.severity())));
        return out;
    }

    private static String level(Severity severity) {
        return severity == Severity.WARNING ? "warning" : "note";
    }

    private static Map<String, @Nullable Object> result(Finding finding, Locations locations) {
        Problem problem = finding.problem();
        ObjectName object = problem.object();
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("ruleId", problem.code());
        out.put("level", level(finding.severity()));
        String name = object == null ? "" : object.display() + ": ";
        out.put("message", Map.of("text", name + problem.message() + ". " + String.join(". ", problem.wayOutTexts())));
        Map<String, @Nullable Object> location = new LinkedHashMap<>();
        locations.of(problem.place()).ifPresent(at -> location.put("physicalLocation", physical(at)));
        if (object != null) {
            location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", object.display())));
        }
        out.put("locations", List.of(location));
        // What stays the same when lines move, so that a finding is known again.
        out.put(
                "partialFingerprints",
                Map.of("object/v1", problem.code() + " " + (object == null ? "" : object.toString())));
        return out;
    }

    private static Map<String, @Nullable Object> physical(Locations.Location at) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("artifactLocation", Map.of("uri", at.file().replace(" ", "%20")));
        out.put("region", Map.of("startLine", at.line(), "startColumn", at.column()));
        return out;
    }
}
