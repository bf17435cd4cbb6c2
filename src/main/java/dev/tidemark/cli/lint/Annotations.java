package dev.tidemark.cli.lint;

import dev.tidemark.LintReport;
import dev.tidemark.LintReport.Finding;
import dev.tidemark.LintReport.Severity;
import dev.tidemark.Problem;

/** Workflow commands of GitHub Actions, which show a finding at its line of a pull request: {@code ::warning file=…,line=…::…}. */
final class Annotations {
    private Annotations() {}

    static String of(LintReport report, Locations locations) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : report.findings()) {
            Problem problem = finding.problem();
            out.append(finding.severity() == Severity.WARNING ? "::warning " : "::notice ");
            locations
                    .of(problem.place())
                    .ifPresent(at -> out.append("file=")
                            .append(property(at.file()))
                            .append(",line=")
                            .append(at.line())
                            .append(",col=")
                            .append(at.column())
                            .append(','));
            String object = problem.object() == null ? "" : problem.object().display() + ": ";
            out.append("title=")
                    .append(property(problem.code()))
                    .append("::")
                    .append(data(object + problem.message() + "\n" + String.join("\n", problem.wayOutTexts())))
                    .append('\n');
        }
        return out.toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
