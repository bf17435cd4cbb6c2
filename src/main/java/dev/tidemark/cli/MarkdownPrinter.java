package dev.tidemark.cli;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.page.Mermaid;
import dev.tidemark.report.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A plan as a comment on a pull request: found again by its first line, and short enough for one. What is cut where it is too long: the SQL first, then
 * rows without hazards, rows with hazards last.
 */
final class MarkdownPrinter {
    private static final int LIMIT = 60_000;
    private static final int REST = 2_000;

    /** Until here problems are listed; the rest is the plan's. */
    private static final int PROBLEMS = 40_000;

    private final Plan plan;
    private final Where where;
    private final Instant now;

    MarkdownPrinter(Plan plan, Where where, Instant now) {
        this.plan = plan;
        this.where = where;
        this.now = now;
    }

    String print() {
        StringBuilder text = new StringBuilder();
        text.append("<!-- tidemark:").append(plan.app().replaceAll("[>\n]", "")).append(" -->\n");
        text.append("### ")
                .append(Markdown.code(plan.app()))
                .append(": ")
                .append(title())
                .append("\n\n");
        problems(text);
        table(text);
        notes(text);
        diagram(text);
        sql(text);
        text.append('\n').append(footer()).append('\n');
        return text.toString();
    }

    private String title() {
        if (plan.blocked()) {
            return "**blocked**, " + Figures.count(plan.problems().size(), "problem");
        }
        if (plan.isEmpty()) {
            return "in sync";
        }
        long words = plan.changes(Plan.Fate.APPLY).stream()
                .flatMap(c -> c.hazards().stream())
                .map(HazardNote::hazard)
                .filter(Hazard::requiresApproval)
                .count();
        return Tally.of(plan)
                + (words == 0
                        ? ""
                        : " · " + Figures.count(words, "hazard") + (words == 1 ? " needs" : " need") + " approval");
    }

    private void problems(StringBuilder text) {
        int left = plan.problems().size();
        for (Problem problem : plan.problems()) {
            String lines = problem(problem);
            if (text.length() + lines.length() > PROBLEMS) {
                text.append("- … and ").append(Figures.count(left, "problem")).append(" more: `tidemark plan`\n");
                break;
            }
            text.append(lines);
            left--;
        }
        text.append(plan.blocked() ? "\n" : "");
    }

    private static String problem(Problem problem) {
        StringBuilder text = new StringBuilder();
        text.append("- **").append(Markdown.text(problem.code())).append("** ");
        if (problem.object() != null) {
            text.append(Markdown.code(problem.object().display())).append(": ");
        }
        text.append(Markdown.text(problem.message()));
        if (problem.place() != null) {
            text.append(" (").append(Markdown.code(problem.place())).append(')');
        }
        text.append('\n');
        problem.wayOutTexts()
                .forEach(way -> text.append("  - ").append(Markdown.text(way)).append('\n'));
        return text.toString();
    }

    private void notes(StringBuilder text) {
        for (String note : plan.notes()) {
            String line = "> " + Markdown.text(note) + "\n";
            if (text.length() + line.length() < LIMIT - REST / 2) {
                text.append(line);
            }
        }
    }

    private void table(StringBuilder text) {
        List<String> dangerous = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (Plan.Entry entry : plan.entries()) {
            for (Plan.Change change : entry.changes()) {
                (change.hazards().isEmpty() ? plain : dangerous).add(row(entry, change));
            }
        }
        if (dangerous.isEmpty() && plain.isEmpty()) {
            return;
        }
        text.append("| | object | change | hazard | rows, size | time |\n|---|---|---|---|---|---|\n");
        dangerous.addAll(plain);
        int left = dangerous.size();
        for (String row : dangerous) {
            if (text.length() + row.length() > LIMIT - REST) {
                text.append("\n… and ").append(Figures.count(left, "change")).append(" more: `tidemark plan --all`\n");
                break;
            }
            text.append(row);
            left--;
        }
    }

    private static String row(Plan.Entry entry, Plan.Change change) {
        String sign = switch (change.action()) {
            case CREATE -> "+";
            case ALTER -> "~";
            case DROP -> "-";
            case IN_SYNC -> "✓";
            case RUN -> "▸";
            case ERROR -> "✗";
        };
        String fate = change.fate() == Plan.Fate.APPLY
                ? ""
                : " (" + change.fate().name().toLowerCase(Locale.ROOT) + ")";
        List<String> hazards = new ArrayList<>();
        for (HazardNote note : change.hazards()) {
            String code = note.requiresApproval()
                    ? "**" + note.hazard() + "**"
                    : note.hazard().toString();
            // What an adoption changes is the same for all changes together.
            hazards.add(note.hazard().isOfWholePlan() ? code : code + " " + Markdown.text(note.why()));
        }
        return "| " + sign + " | " + Markdown.code(change.object().display()) + " | "
                + Markdown.text(said(change)) + fate + " | "
                + String.join("<br>", hazards) + " | " + size(entry.rows(), entry.bytes()) + " | " + time(change)
                + " |\n";
    }

    private static String said(Plan.Change change) {
        String drop = change.action() == Plan.Action.DROP ? "drop " : "";
        String kind = change.object().kind().label();
        String summary = change.summary();
        return drop + (summary.startsWith(kind + " ") ? summary : (kind + " " + summary).strip());
    }

    private static String size(OptionalLong rows, OptionalLong bytes) {
        List<String> parts = new ArrayList<>();
        rows.ifPresent(n -> parts.add(Figures.count(n)));
        bytes.ifPresent(n -> parts.add(Figures.bytes(n)));
        return String.join(", ", parts);
    }

    private static String time(Plan.Change change) {
        return switch (change.cost()) {
            case INSTANT -> "at once";
            case ONLINE, BLOCKING -> change.estimate() == null ? "" : Figures.about(change.estimate());
        };
    }

    private void diagram(StringBuilder text) {
        String mermaid = Mermaid.of(plan.diagram());
        if (!mermaid.isEmpty() && text.length() + mermaid.length() < LIMIT / 2) {
            text.append("\n<details><summary>Tables, before and after</summary>\n\n");
            text.append(Markdown.block("mermaid", mermaid)).append("\n</details>\n");
        }
    }

    private void sql(StringBuilder text) {
        String sql = SqlPrinter.print(plan);
        if (sql.isEmpty()) {
            return;
        }
        String count = Figures.count(plan.statements().size(), "statement");
        if (text.length() + sql.length() > LIMIT - REST) {
            text.append("\nSQL, ").append(count).append(", is too long for here: `tidemark plan --sql`\n");
            return;
        }
        text.append("\n<details><summary>SQL, ").append(count).append("</summary>\n\n");
        text.append(Markdown.block("sql", sql)).append("\n</details>\n");
    }

    private String footer() {
        String live = where.status() == null || where.status().currentHash() == null
                ? "never synced"
                : "live `" + Figures.shortHash(where.status().currentHash()) + "`";
        return "Candidate `" + Figures.shortHash(plan.hash()) + "`, " + live + ", PostgreSQL "
                + Markdown.text(where.serverVersion())
                + ", " + Figures.minute(now);
    }
}
