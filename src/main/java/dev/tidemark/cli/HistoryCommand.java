package dev.tidemark.cli;

import dev.tidemark.HistoryReport;
import dev.tidemark.report.Figures;
import dev.tidemark.report.Reports;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code tidemark history}: who did what, when and for how long. */
@CommandLine.Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Says who changed what, when, and how long it took. Reads the journal.",
        sortOptions = false)
final class HistoryCommand extends Command {
    private static final int DEFAULT_RUNS = 10;

    /** So many statements of a run are shown without {@code --all}. */
    private static final int MAX_STEPS = 5;

    /** So much of a statement is shown however narrow the terminal is. */
    private static final int MIN_WIDTH = 20;

    @Option(names = "--limit", paramLabel = "RUNS", description = "so many runs, the newest first; 10")
    int limit = DEFAULT_RUNS;

    @Option(names = "--all", description = "every statement of these runs, in full")
    boolean all;

    HistoryCommand(Session session) {
        super(session);
    }

    @Override
    int run(Job job) {
        HistoryReport history = job.target().history(job.options(), app(job), limit);
        if (output.json) {
            json(Reports.of(history), job.where(), Exit.OK);
        } else {
            session.out().print(print(history, output.out(session)));
        }
        return Exit.OK;
    }

    private String print(HistoryReport history, Style style) {
        List<String> lines = new ArrayList<>();
        if (history.runs().isEmpty()) {
            lines.add(history.app() + ": nothing in the journal; it keeps 90 days");
        }
        for (HistoryReport.Run run : history.runs()) {
            lines.add(style.wrap(
                    Figures.minute(run.startedAt()) + "  version "
                            + (run.hash().isEmpty() ? "unknown" : Figures.shortHash(run.hash())) + "  by "
                            + (run.by() == null ? "nobody that was written down" : run.by()) + ": "
                            + Figures.count(run.steps().size(), "statement") + ", " + Figures.time(run.took()),
                    2));
            int shown =
                    all ? run.steps().size() : Math.min(MAX_STEPS, run.steps().size());
            run.steps().subList(0, shown).forEach(step -> lines.add(line(step, style)));
            if (shown < run.steps().size()) {
                lines.add("    … and " + (run.steps().size() - shown) + " more: --all");
            }
        }
        return style.show(String.join("\n", lines)) + "\n";
    }

    private String line(HistoryReport.Step step, Style style) {
        boolean ok = step.outcome().equals("ok");
        String head =
                "  " + (ok ? style.good("✓") : style.bad("✗")) + " " + Style.pad(Figures.time(step.took()), 7) + " ";
        String sql = all
                ? step.sql().replace("\n", "\n            ")
                : step.sql().lines().findFirst().orElse("")
                        + (step.sql().lines().count() > 1 ? " …" : "");
        int room = Math.max(MIN_WIDTH, style.width() - Style.visible(head));
        String text = head + (all || sql.length() <= room ? sql : sql.substring(0, room - 1) + "…");
        return ok ? text : text + "\n      " + step.outcome();
    }
}
