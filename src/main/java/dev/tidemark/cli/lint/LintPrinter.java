package dev.tidemark.cli.lint;

import dev.tidemark.LintReport;
import dev.tidemark.LintReport.Finding;
import dev.tidemark.LintReport.Severity;
import dev.tidemark.Problem;
import dev.tidemark.cli.ErrorPrinter;
import dev.tidemark.cli.SchemaText;
import dev.tidemark.cli.Style;
import dev.tidemark.report.Figures;
import java.util.List;

/** Findings for people: each with its place, what is wrong and what to write instead; a count at the end. */
final class LintPrinter {
    private final Style style;
    private final SchemaText text;

    LintPrinter(Style style, SchemaText text) {
        this.style = style;
        this.text = text;
    }

    String print(LintReport report) {
        List<Problem> problems =
                report.findings().stream().map(LintPrinter::named).toList();
        int warnings = report.atLeast(Severity.WARNING).size();
        int notes = problems.size() - warnings;
        String ignored = report.ignored() == 0 ? "" : ", " + report.ignored() + " ignored";
        String count = problems.isEmpty()
                ? style.good("✓") + " nothing doubtful in " + report.app() + ignored
                : Figures.count(warnings, "warning") + ", " + Figures.count(notes, "note") + ignored + " in "
                        + report.app();
        return new ErrorPrinter(style, text).print(problems) + style.show(count) + "\n";
    }

    private static Problem named(Finding finding) {
        Problem problem = finding.problem();
        return new Problem(
                problem.code() + (finding.severity() == Severity.NOTE ? " note" : " warning"),
                problem.object(),
                problem.message(),
                problem.place(),
                null,
                problem.waysOut());
    }
}
