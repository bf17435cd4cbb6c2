package dev.tidemark.plan;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.Problem;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a sync does to objects that were there before any app recorded them. It may add to them; that it alters or drops something needs approval, once for all
 * of it: nobody has seen yet whether the declaration or the database is right.
 */
final class Adoption {
    private final Context ctx;
    /** Tables, views, types and sequences; a name is taken once. A part that is not recorded yet may come from a run that was cut off. */
    private final Set<QName> relations;

    Adoption(Context ctx) {
        this.ctx = ctx;
        this.relations = ctx.input().unrecorded().stream()
                .filter(o -> o.kind() != ObjectKind.FUNCTION && o.member().isEmpty())
                .map(QName::of)
                .collect(Collectors.toSet());
    }

    /** The drafts; those that alter or drop what is adopted say so, all in the same words. */
    List<Draft> marked(List<Draft> drafts) {
        if (ctx.input().unrecorded().isEmpty()) {
            return drafts;
        }
        List<Draft> those = drafts.stream().filter(this::changesAdopted).toList();
        HazardNote note = new HazardNote(
                Hazard.ADOPTION_CHANGE,
                words(those) + " that "
                        + (those.stream().map(Draft::object).distinct().count() == 1 ? "was" : "were")
                        + " there before the first sync",
                "tidemark export writes down what is there: declare that, sync, then change it");
        return drafts.stream().map(d -> changesAdopted(d) ? d.with(note) : d).toList();
    }

    /** That nobody has approved it. */
    Optional<Problem> problem(List<Fated> fated) {
        if (ctx.policy().mode() == Mode.VERIFY) {
            return Optional.empty();
        }
        return fated.stream()
                .filter(f -> f.applied() && f.draft().has(Hazard.ADOPTION_CHANGE))
                .map(Fated::draft)
                .filter(d -> !ctx.policy().consent().covers(d.object(), d.note(Hazard.ADOPTION_CHANGE)))
                .findFirst()
                .map(d -> Problem.of(
                        "TDM-228",
                        null,
                        ctx.input().schema().app() + " adopts what is there already, and this sync "
                                + d.note(Hazard.ADOPTION_CHANGE).why(),
                        ctx.input().schema().origin(),
                        null,
                        List.of(
                                "look at them: tidemark plan",
                                "they are meant: sync --allow ADOPTION_CHANGE",
                                "they are not: "
                                        + d.note(Hazard.ADOPTION_CHANGE).wayOut())));
    }

    private boolean changesAdopted(Draft draft) {
        return !onlyAdds(draft) && isUnrecorded(draft);
    }

    private boolean isUnrecorded(Draft draft) {
        ObjectName object = draft.object();
        return switch (object.kind()) {
            case SCHEMA, EXTENSION -> false;
            case FUNCTION, OTHER -> ctx.input().unrecorded().contains(object);
            default -> relations.contains(ctx.before(QName.of(object)));
        };
    }

    private static boolean onlyAdds(Draft draft) {
        return draft.action() == Action.CREATE
                || switch (draft.change()) {
                    case Change.AddEnumValue c -> true;
                    case Change.ValidateConstraint c -> true;
                    case Change.ChangeComment c -> c.from() == null;
                    case Change.ChangePrivileges c -> c.revoked().isEmpty();
                    default -> false;
                };
    }

    /** {@code alters 71 columns and 12 constraints, drops 1 index}. */
    private static String words(List<Draft> drafts) {
        List<String> parts = new ArrayList<>();
        for (Action action : List.of(Action.ALTER, Action.DROP)) {
            Map<ObjectKind, Integer> counts = new EnumMap<>(ObjectKind.class);
            drafts.stream()
                    .filter(d -> (d.action() == Action.DROP) == (action == Action.DROP))
                    .map(Draft::object)
                    .distinct()
                    .forEach(o -> counts.merge(o.kind(), 1, Integer::sum));
            if (!counts.isEmpty()) {
                parts.add((action == Action.DROP ? "drops " : "alters ")
                        + counts.entrySet().stream()
                                .map(e -> Words.count(e.getValue(), e.getKey().label()))
                                .collect(Collectors.joining(" and ")));
            }
        }
        return String.join(", ", parts);
    }
}
