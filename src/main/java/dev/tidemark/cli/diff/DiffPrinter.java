package dev.tidemark.cli.diff;

import dev.tidemark.Plan;
import dev.tidemark.Plan.Action;
import dev.tidemark.cli.Style;
import dev.tidemark.report.Figures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Differences for people: each object with what is different, and a count. */
record DiffPrinter(Style style) {
    String print(Plan plan, String names) {
        StringBuilder out = new StringBuilder();
        for (Plan.Entry entry : plan.entries()) {
            if (entry.action() != Action.IN_SYNC) {
                out.append(entry(entry));
            }
        }
        plan.notes().forEach(note -> out.append("note: ").append(note).append('\n'));
        return style.show(out + count(plan) + ": " + names + "\n");
    }

    private String entry(Plan.Entry entry) {
        String renamed = entry.renamedFrom() == null ? "" : "  (was " + entry.renamedFrom() + ")";
        boolean whole = EnumSet.of(Action.CREATE, Action.DROP, Action.RUN).contains(entry.action());
        StringBuilder out = new StringBuilder(style.sign(entry.action()) + " " + entry.object() + renamed);
        List<Plan.Change> changes = entry.changes();
        if (whole && changes.size() == 1) {
            String summary = changes.get(0).summary();
            return out + (summary.isEmpty() ? "" : "  " + style.dim(summary)) + "\n";
        }
        out.append('\n');
        for (Plan.Change change : changes) {
            out.append("    ")
                    .append(style.sign(change.action()))
                    .append(' ')
                    .append(change.summary())
                    .append('\n');
        }
        return out.toString();
    }

    private String count(Plan plan) {
        List<String> parts = new ArrayList<>();
        count(plan, Action.CREATE, "to create", parts);
        count(plan, Action.ALTER, "to alter", parts);
        count(plan, Action.DROP, "to drop", parts);
        count(plan, Action.RUN, "to run", parts);
        count(plan, Action.ERROR, "at fault", parts);
        return parts.isEmpty() ? style.good("✓") + " no difference" : String.join(", ", parts);
    }

    private static void count(Plan plan, Action action, String words, List<String> parts) {
        long count = plan.entries().stream().filter(e -> e.action() == action).count();
        if (count > 0) {
            parts.add(Figures.count(count, "object") + " " + words);
        }
    }
}
