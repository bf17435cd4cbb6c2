package dev.tidemark.cli;

import dev.tidemark.Consent;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.report.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gets approval: by options, or by asking on a terminal. Enter and the end of the input mean No. */
final class Confirmation {
    private final Session session;
    private final Style style;

    Confirmation(Session session, Style style) {
        this.session = session;
        this.style = style;
    }

    /** A hazard of a change that would run. */
    private record Danger(Plan.Entry entry, Plan.Change change, HazardNote note) {}

    /** All hazards that need approval. */
    static Set<Hazard> approvable() {
        EnumSet<Hazard> hazards = EnumSet.allOf(Hazard.class);
        hazards.removeIf(hazard -> !hazard.requiresApproval());
        return hazards;
    }

    /**
     * Without asking: what is refused, TDM-201 or TDM-204 for each hazard that nobody allowed, TDM-202 where nobody said yes.
     */
    static List<Problem> refusals(Plan plan, Consent given, boolean yes) {
        List<Problem> problems = new ArrayList<>();
        for (Danger danger : dangers(plan, given)) {
            problems.add(refusal(danger));
        }
        if (problems.isEmpty() && !yes) {
            problems.add(Problem.of(
                    "TDM-202",
                    null,
                    plan.app() + ": " + Tally.of(plan) + ", and there is nobody to ask. Nothing was run.",
                    null,
                    null,
                    List.of("sync --yes      apply this plan without asking", "sync --dry-run  only look")));
        }
        return problems;
    }

    /** The hazards that the engine may apply, once all that needs approval has it: those of the plan that was shown, and no other. */
    static Set<Hazard> hazards(Plan plan, Consent given) {
        Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
        hazards.addAll(given.hazards());
        for (Plan.Change change : plan.changes(Plan.Fate.APPLY)) {
            change.hazards().stream()
                    .filter(note -> note.requiresApproval() && given.covers(change.object(), note))
                    .forEach(note -> hazards.add(note.hazard()));
        }
        return hazards;
    }

    private static Problem refusal(Danger danger) {
        Hazard hazard = danger.note().hazard();
        List<String> ways = new ArrayList<>();
        if (hazard == Hazard.DATA_LOSS) {
            ways.add("--safe             withhold it, apply the rest; a later sync without --safe finds it again");
        }
        String what = hazard.isOfWholePlan()
                ? hazard.name()
                : Typed.quoted(danger.change().object().display());
        String option = Consent.option(hazard) + " " + what;
        ways.add(Style.pad(option, 17) + "  let it happen");
        if (hazard != Hazard.DATA_LOSS && !danger.note().wayOut().isEmpty()) {
            ways.add(danger.note().wayOut());
        }
        return Problem.of(
                switch (hazard) {
                    case DATA_LOSS -> "TDM-201";
                    case DATA_CHANGE -> "TDM-241";
                    case ADOPTION_CHANGE -> "TDM-228";
                    case TABLE_RECREATED -> "TDM-224";
                    default -> "TDM-204";
                },
                hazard.isOfWholePlan() ? null : danger.change().object(),
                hazard + ", " + danger.note().why() + "; nobody allowed it. Nothing was run.",
                null,
                null,
                ways);
    }

    /** Asks: for data loss the table's name, for each other hazard that needs approval y, then whether to apply. */
    Optional<Set<Hazard>> ask(Plan plan, Consent given, Where where) {
        Set<Hazard> allowed = EnumSet.noneOf(Hazard.class);
        allowed.addAll(hazards(plan, given));
        Map<ObjectName, List<Danger>> losses = new LinkedHashMap<>();
        for (Danger danger : dangers(plan, given)) {
            allowed.add(danger.note().hazard());
            if (danger.note().hazard() == Hazard.DATA_LOSS) {
                losses.computeIfAbsent(danger.entry().object(), o -> new ArrayList<>())
                        .add(danger);
            } else if (!yes((danger.note().hazard().isOfWholePlan()
                            ? plan.app()
                            : danger.change().object().display())
                    + ": " + danger.note().hazard() + ", " + danger.note().why() + ". Allow it?")) {
                return refused();
            }
        }
        for (Map.Entry<ObjectName, List<Danger>> loss : losses.entrySet()) {
            if (!typed(loss.getKey(), loss.getValue())) {
                return refused();
            }
        }
        boolean apply =
                yes("Apply " + Tally.of(plan) + " to database " + where.database() + " at " + where.server() + "?");
        return apply ? Optional.of(allowed) : refused();
    }

    private Optional<Set<Hazard>> refused() {
        session.err().println("No. Nothing was run.");
        return Optional.empty();
    }

    private boolean typed(ObjectName table, List<Danger> dangers) {
        Plan.Entry entry = dangers.get(0).entry();
        String rows =
                entry.rows().isPresent() ? " (" + Figures.count(entry.rows().getAsLong(), "row") + ")" : "";
        for (Danger danger : dangers) {
            say(style.bad("!") + " " + danger.change().object().display() + ": "
                    + danger.note().why());
        }
        String answer = line("Data is lost. To confirm, type the name " + table.display() + rows + ": ");
        return answer != null
                && (answer.strip().equals(table.display()) || answer.strip().equals(table.name()));
    }

    private boolean yes(String question) {
        String answer = line(question + " [y/N] ");
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    private void say(String text) {
        session.err().println(style.show(style.wrap(text, 2)));
    }

    private @Nullable String line(String prompt) {
        session.err().print(style.show(style.wrap(prompt, 2)));
        session.err().flush();
        try {
            String line = session.terminal().readLine();
            if (line == null) {
                session.err().println();
            }
            return line;
        } catch (IOException e) {
            session.err().println();
            return null;
        }
    }

    /** What an adoption changes is one of them, however many changes that are. */
    private static List<Danger> dangers(Plan plan, Consent given) {
        List<Danger> dangers = new ArrayList<>();
        boolean adoption = false;
        for (Plan.Entry entry : plan.entries()) {
            for (Plan.Change change : entry.changes()) {
                for (HazardNote note : change.hazards()) {
                    boolean said = adoption && note.hazard().isOfWholePlan();
                    if (!said && !given.covers(change.object(), note) && change.fate() == Plan.Fate.APPLY) {
                        dangers.add(new Danger(entry, change, note));
                        adoption = adoption || note.hazard().isOfWholePlan();
                    }
                }
            }
        }
        return dangers;
    }
}
