package dev.tidemark.page;

import dev.tidemark.LockMode;
import dev.tidemark.Plan;
import dev.tidemark.report.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The steps of a plan, one below the other: when each begins, how long it takes, which locks it takes and who waits meanwhile; its SQL folded. */
final class Timeline {
    /** A step that is over at once has a bar, too. */
    private static final double SHORTEST_BAR = 1.5;

    private final Plan plan;

    Timeline(Plan plan) {
        this.plan = plan;
    }

    /** How long all of it takes. */
    static String total(Plan plan) {
        return Figures.about(new Timeline(plan).durations().stream().reduce(Duration.ZERO, Duration::plus));
    }

    void print(StringBuilder out) {
        if (plan.batches().isEmpty()) {
            return;
        }
        List<Duration> durations = durations();
        double whole =
                Math.max(1, durations.stream().mapToLong(Duration::toMillis).sum());
        out.append("<section id=\"steps\">\n"
                + "<h2>Steps</h2>\n"
                + "<p class=\"legend\"><span class=\"none\">nobody waits</span> <span class=\"writers\">writers"
                + " wait</span> <span class=\"all\">nobody reads or writes</span> <span class=\"folds\""
                + " hidden=\"hidden\"><button type=\"button\" data-fold=\"open\">show all SQL</button><button"
                + " type=\"button\" data-fold=\"close\">fold</button></span></p>\n"
                + "<ol class=\"timeline\">\n");
        double begin = 0;
        for (int i = 0; i < plan.batches().size(); i++) {
            Plan.Batch batch = plan.batches().get(i);
            double share = durations.get(i).toMillis() * 100.0 / whole;
            step(out, batch, durations.get(i), Math.min(begin, 100 - SHORTEST_BAR), Math.max(share, SHORTEST_BAR));
            begin += share;
        }
        out.append("</ol>\n</section>\n");
    }

    private void step(StringBuilder out, Plan.Batch batch, Duration takes, double begin, double share) {
        LockMode lock = batch.statements().stream()
                .map(Plan.Statement::lock)
                .max(Comparator.naturalOrder())
                .orElse(LockMode.NONE);
        out.append("<li><div class=\"track\"><div class=\"bar ")
                .append(type(lock))
                .append("\" style=\"left:");
        out.append(percent(begin)).append("%;width:").append(percent(Math.min(share, 100 - begin)));
        out.append("%\"></div></div>\n<p><b>")
                .append(Html.text(Figures.about(takes)))
                .append("</b>, ");
        out.append(batch.transactional() ? "one transaction, " : "outside a transaction, ");
        out.append(Figures.count(batch.statements().size(), "statement")).append(": ");
        out.append(Html.text(objects(batch)))
                .append("<br/><span class=\"")
                .append(type(lock))
                .append("\">");
        out.append(waits(lock)).append("</span> <span class=\"dim\">").append(Html.text(locks(batch)));
        out.append("</span></p>\n<details><summary>SQL</summary><pre class=\"sql\">");
        for (Plan.Statement statement : batch.statements()) {
            out.append(Html.text(statement.sql())).append(";\n");
        }
        out.append("</pre></details></li>\n");
    }

    private static String objects(Plan.Batch batch) {
        List<String> names = batch.statements().stream()
                .map(s -> s.object().display())
                .distinct()
                .toList();
        int most = 6;
        return String.join(", ", names.stream().limit(most).toList())
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }

    private static String locks(Plan.Batch batch) {
        List<String> locks = batch.statements().stream()
                .filter(s -> s.lock() != LockMode.NONE)
                .map(s ->
                        s.lock().name().replace('_', ' ') + " on " + s.object().display())
                .distinct()
                .limit(4)
                .toList();
        return String.join("; ", locks);
    }

    /** An estimate belongs to the step with the first statement of its change. */
    private List<Duration> durations() {
        Set<Plan.Change> counted = new HashSet<>();
        List<Duration> durations = new ArrayList<>();
        for (Plan.Batch batch : plan.batches()) {
            Duration sum = Duration.ZERO;
            for (Plan.Change change : plan.changes()) {
                Duration estimate = change.estimate();
                boolean here =
                        batch.statements().stream().anyMatch(s -> change.sql().contains(s.sql()));
                if (here && estimate != null && counted.add(change)) {
                    sum = sum.plus(estimate);
                }
            }
            durations.add(sum);
        }
        return durations;
    }

    private static String type(LockMode lock) {
        return switch (lock) {
            case NONE, ACCESS_SHARE, SHARE_UPDATE_EXCLUSIVE -> "none";
            case SHARE, SHARE_ROW_EXCLUSIVE -> "writers";
            case ACCESS_EXCLUSIVE -> "all";
        };
    }

    private static String waits(LockMode lock) {
        return switch (type(lock)) {
            case "none" -> "nobody waits";
            case "writers" -> "writers wait meanwhile";
            default -> "nobody reads or writes it meanwhile";
        };
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
