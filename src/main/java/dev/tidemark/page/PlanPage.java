package dev.tidemark.page;

import dev.tidemark.Consent;
import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.report.Figures;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plan as one HTML page that needs nothing else: summary, hazards first, the changed tables before and after, the steps as a timeline, all SQL. It can be read
 * without JavaScript, which only folds and zooms, and it loads nothing from anywhere.
 */
public final class PlanPage {
    /** A wider drawing has its other half below it and not beside it. */
    private static final int WIDEST_BESIDE = 640;

    private final Plan plan;
    private final Place place;
    private final Instant now;
    private final StringBuilder out = new StringBuilder(16_384);

    /**
     * What the plan is for.
     *
     * @param database its name
     * @param server host and port
     * @param current the recorded version's hash; null where nothing is recorded, or nobody may look
     */
    public record Place(
            String database, String server, @Nullable String current) {}

    private PlanPage(Plan plan, Place place, Instant now) {
        this.plan = plan;
        this.place = place;
        this.now = now;
    }

    /** The page, UTF-8. */
    public static String html(Plan plan, Place place, Instant now) {
        return new PlanPage(plan, place, now).page();
    }

    private String page() {
        String script = Assets.script();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        out.append("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'; script-src '")
                .append(Assets.hash(script))
                .append("'\"/>\n");
        out.append("<title>").append(Html.text(plan.app() + ": " + title())).append("</title>\n");
        out.append("<style>\n").append(Assets.style()).append("</style>\n</head>\n<body>\n<main>\n");
        header();
        problems();
        hazards();
        diagram();
        changes();
        new Timeline(plan).print(out);
        notes();
        out.append("</main>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
        return out.toString();
    }

    private String title() {
        if (plan.blocked()) {
            return "blocked, " + Figures.count(plan.problems().size(), "problem");
        }
        return plan.isEmpty() ? "in sync" : "a plan of " + Figures.count(changed(), "changed object");
    }

    private long changed() {
        return plan.entries().stream().filter(e -> !e.changes().isEmpty()).count();
    }

    private void header() {
        out.append("<header>\n<h1>")
                .append(Html.text(plan.app()))
                .append(" <small>")
                .append(Html.text(title()));
        out.append("</small></h1>\n<p class=\"where\">database ")
                .append(Html.text(place.database()))
                .append(" at ");
        out.append(Html.text(place.server())).append(", PostgreSQL ").append(Html.text(plan.serverVersion()));
        out.append(" · candidate <code>")
                .append(Html.text(Figures.shortHash(plan.hash())))
                .append("</code> · ");
        @Nullable String current = place.current();
        out.append(
                current == null
                        ? "nothing recorded"
                        : "live <code>" + Html.text(Figures.shortHash(current)) + "</code>");
        out.append(" · made ").append(Html.text(Figures.minute(now))).append("</p>\n<ul class=\"cards\">\n");
        card("added", count(Plan.Action.CREATE), "to add", "+");
        card("changed", count(Plan.Action.ALTER), "to change", "~");
        card("dropped", count(Plan.Action.DROP), "to drop", "−");
        long open = notes(true).count();
        card(open > 0 ? "dropped" : "same", open, open == 1 ? "hazard needs approval" : "hazards need approval", "!");
        card("same", plan.batches().size(), plan.batches().size() == 1 ? "step" : "steps", "▸");
        out.append("<li class=\"card same\"><b>").append(Html.text(Timeline.total(plan)));
        out.append("</b> in all</li>\n</ul>\n</header>\n");
    }

    private void card(String mark, long count, String words, String sign) {
        out.append("<li class=\"card ")
                .append(count == 0 ? "same" : mark)
                .append("\"><b>")
                .append(sign)
                .append(' ');
        out.append(Figures.count(count)).append("</b> ").append(words).append("</li>\n");
    }

    private long count(Plan.Action action) {
        return plan.changes().stream().filter(c -> c.action() == action).count();
    }

    private Stream<HazardNote> notes(boolean requiringApproval) {
        return plan.changes(Plan.Fate.APPLY).stream()
                .flatMap(c -> c.hazards().stream())
                .filter(note -> note.requiresApproval() == requiringApproval);
    }

    private void problems() {
        if (plan.problems().isEmpty()) {
            return;
        }
        out.append("<section id=\"problems\">\n<h2>Blocked: nothing of this plan runs</h2>\n");
        for (Problem problem : plan.problems()) {
            out.append("<article class=\"note dropped\"><p><b>")
                    .append(Html.text(problem.code()))
                    .append("</b> ");
            if (problem.object() != null) {
                out.append("<code>")
                        .append(Html.text(problem.object().display()))
                        .append("</code>: ");
            }
            out.append(Html.text(problem.message())).append("</p>");
            if (problem.place() != null) {
                out.append("<p>at <code>").append(Html.text(problem.place())).append("</code></p>");
            }
            problem.wayOutTexts()
                    .forEach(way -> out.append("<pre>").append(Html.text(way)).append("</pre>"));
            out.append("</article>\n");
        }
        out.append("</section>\n");
    }

    /** A hazard of a change. */
    private record Danger(Plan.Entry entry, Plan.Change change, HazardNote note) {}

    /** What an adoption changes is said once, of all changes together. */
    private static Predicate<Danger> onceForAll() {
        Set<Hazard> said = EnumSet.noneOf(Hazard.class);
        return danger -> !danger.note().hazard().isOfWholePlan()
                || said.add(danger.note().hazard());
    }

    private void hazards() {
        List<Danger> dangers = plan.entries().stream()
                .flatMap(entry -> entry.changes().stream()
                        .flatMap(change -> change.hazards().stream().map(note -> new Danger(entry, change, note))))
                .filter(onceForAll())
                .sorted(Comparator.comparing((Danger d) -> !d.note().requiresApproval())
                        .thenComparing(d -> d.note().hazard()))
                .toList();
        out.append("<section id=\"hazards\">\n<h2>Hazards</h2>\n");
        if (dangers.isEmpty()) {
            out.append("<p>None.</p>\n");
        }
        for (Danger danger : dangers) {
            HazardNote note = danger.note();
            out.append("<article class=\"note ")
                    .append(note.requiresApproval() ? "dropped" : "changed")
                    .append("\"><p><b>! ");
            out.append(Html.text(note.hazard().name())).append("</b> <code>");
            out.append(Html.text(danger.change().object().display())).append("</code> ");
            out.append(Html.text(fate(danger.change()))).append("</p><p>").append(Html.text(note.why()));
            out.append(size(danger.entry())).append("</p>");
            if (note.requiresApproval() && danger.change().fate() == Plan.Fate.APPLY) {
                out.append("<p>allow it: <code>")
                        .append(Consent.option(note.hazard()))
                        .append(' ');
                String what = note.hazard().isOfWholePlan()
                        ? note.hazard().name()
                        : danger.change().object().display();
                out.append(Html.text(what)).append("</code></p>");
            }
            if (!note.wayOut().isEmpty()) {
                out.append("<p>instead: ").append(Html.text(note.wayOut())).append("</p>");
            }
            out.append("</article>\n");
        }
        out.append("</section>\n");
    }

    private static String size(Plan.Entry entry) {
        String size = Stream.of(
                        entry.rows().isPresent() ? Figures.count(entry.rows().getAsLong(), "row") : "",
                        entry.bytes().isPresent() ? Figures.bytes(entry.bytes().getAsLong()) : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return size.isEmpty() ? "" : " <span class=\"dim\">(" + Html.text(size) + ")</span>";
    }

    private void diagram() {
        if (plan.diagram().tables().isEmpty()) {
            return;
        }
        Layout layout = Layout.of(plan.diagram());
        out.append("<section id=\"diagram\">\n<h2>Tables before and after</h2>\n");
        out.append("<p class=\"legend\"><span class=\"added\">+ added</span> <span class=\"changed\">~ changed</span>"
                + " <span class=\"dropped\">− dropped</span> <span class=\"zoom\" hidden=\"hidden\"><button"
                + " type=\"button\" data-zoom=\"-1\" aria-label=\"smaller\">−</button><button type=\"button\""
                + " data-zoom=\"1\" aria-label=\"larger\">+</button></span></p>\n"
                + "<div class=\"pair");
        out.append(layout.width() > WIDEST_BESIDE ? " stacked" : "").append("\">\n");
        figure("Before", DiagramSvg.draw(plan.diagram(), layout, false));
        figure("After", DiagramSvg.draw(plan.diagram(), layout, true));
        out.append("</div>\n");
        if (plan.diagram().moreTables() > 0) {
            out.append("<p class=\"dim\">… and ")
                    .append(Figures.count(plan.diagram().moreTables(), "changed table"));
            out.append(" more, in the list below</p>\n");
        }
        out.append("</section>\n");
    }

    private void figure(String caption, String svg) {
        out.append("<figure><figcaption>")
                .append(caption)
                .append("</figcaption><div class=\"scroll\">")
                .append(svg);
        out.append("</div></figure>\n");
    }

    private void changes() {
        if (plan.changes().isEmpty()) {
            return;
        }
        out.append("<section id=\"changes\">\n<h2>Changes</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th></th>"
                + "<th>object</th><th>change</th><th>rows, size</th><th>time</th></tr></thead>\n<tbody>\n");
        for (Plan.Entry entry : plan.entries()) {
            for (Plan.Change change : entry.changes()) {
                out.append("<tr class=\"")
                        .append(mark(change.action()))
                        .append("\"><td>")
                        .append(sign(change.action()));
                out.append("</td><td><code>")
                        .append(Html.text(change.object().display()))
                        .append("</code></td><td>");
                out.append(Html.text(said(change))).append(' ');
                out.append(Html.text(fate(change)))
                        .append("</td><td>")
                        .append(size(entry))
                        .append("</td><td>");
                out.append(Html.text(time(change))).append("</td></tr>\n");
            }
        }
        out.append("</tbody></table></div>\n</section>\n");
    }

    private static String said(Plan.Change change) {
        String kind = change.object().kind().label();
        String summary = change.summary().startsWith(kind) ? change.summary() : kind + " " + change.summary();
        return change.action() == Plan.Action.DROP ? "drop " + summary : summary;
    }

    private static String time(Plan.Change change) {
        if (change.action() == Plan.Action.RUN) {
            return "as long as its SQL takes";
        }
        return change.cost() == CostClass.INSTANT || change.estimate() == null
                ? "at once"
                : Figures.about(change.estimate());
    }

    private static String fate(Plan.Change change) {
        return change.fate() == Plan.Fate.APPLY
                ? ""
                : "(" + change.fate().name().toLowerCase(Locale.ROOT) + ")";
    }

    private static String mark(Plan.Action action) {
        return switch (action) {
            case CREATE -> "added";
            case ALTER, RUN -> "changed";
            case DROP, ERROR -> "dropped";
            case IN_SYNC -> "same";
        };
    }

    private static String sign(Plan.Action action) {
        return switch (action) {
            case CREATE -> "+";
            case ALTER -> "~";
            case DROP -> "−";
            case IN_SYNC -> "✓";
            case RUN -> "▸";
            case ERROR -> "✗";
        };
    }

    private void notes() {
        if (plan.notes().isEmpty()) {
            return;
        }
        out.append("<section id=\"notes\">\n<h2>Notes</h2>\n<ul>\n");
        plan.notes().forEach(note -> out.append("<li>").append(Html.text(note)).append("</li>\n"));
        out.append("</ul>\n</section>\n");
    }
}
