package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Functions, procedures and aggregates: replaced in place ({@code CREATE OR REPLACE}, under which owner, rights and dependants stay) where PostgreSQL
 * accepts that, else dropped and made again.
 *
 * <p>It does not (ProcedureCreate, AggregateCreate, 14 to 18) where the kind changes, what is returned (a row of OUT parameters by their names too), the
 * name of an argument, the number of an ordered-set aggregate's direct arguments; where a default goes, or one of a polymorphic argument has another type.
 */
final class FunctionRules implements KindRules {
    /** What is computed by a function and stored. */
    private static final Set<ObjectKind> STORED = Set.of(ObjectKind.INDEX, ObjectKind.COLUMN, ObjectKind.CONSTRAINT);

    @Override
    public String label(OtherObject object) {
        return object.attribute("kind").toLowerCase(Locale.ROOT).replace("window ", "");
    }

    @Override
    public String reference(OtherObject object) {
        return object.attribute("kind").replace("WINDOW ", "") + " " + object.attribute("identity");
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(SqlText.again(object.definition()));
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        Optional<String> why = whyReplaced(from, to);
        if (why.isPresent()) {
            return new Alteration.Replaced(
                    isTriggers(from)
                            ? List.of()
                            : List.of(new HazardNote(
                                    Hazard.BREAKS_RUNNING_CODE,
                                    "versions that still run call it as it was: " + why.get(),
                                    "add a function of another name, and drop this one a version later")));
        }
        List<HazardNote> hazards = new ArrayList<>();
        if (!from.attribute("security").equals(to.attribute("security"))) {
            hazards.add(new HazardNote(
                    Hazard.PRIVILEGE_CHANGE,
                    to.attribute("security").isEmpty()
                            ? "runs with the rights of whoever calls it"
                            : "runs with the rights of its owner",
                    ""));
        }
        stored(from, context).ifPresent(hazards::add);
        return new Alteration.InPlace(
                create(to).stream().map(Alteration.Statement::instant).toList(), List.of(), hazards);
    }

    @Override
    public List<HazardNote> dropHazards(OtherObject object, RuleContext context) {
        return isTriggers(object)
                ? List.of()
                : List.of(new HazardNote(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run may call it",
                        "drop it one version later"));
    }

    /** What PostgreSQL does not replace. */
    private static Optional<String> whyReplaced(OtherObject from, OtherObject to) {
        if (!from.attribute("kind").equals(to.attribute("kind"))
                || !from.attribute("aggregate kind").equals(to.attribute("aggregate kind"))) {
            return Optional.of("it becomes " + article(to.attribute("kind").toLowerCase(Locale.ROOT)));
        }
        if (!SqlText.same(from.attribute("result"), to.attribute("result"))) {
            return Optional.of("it returned " + from.attribute("result") + ", and now " + to.attribute("result"));
        }
        for (String name : from.attributes().keySet()) {
            if (name.startsWith("input ") && !from.attribute(name).equals(to.attribute(name))) {
                return Optional.of("argument " + from.attribute(name) + " has another name");
            }
        }
        if (defaults(from) > defaults(to)) {
            return Optional.of("an argument has no default any more");
        }
        if (!from.attribute("polymorphic defaults").isEmpty()
                && !from.attribute("polymorphic defaults").equals(to.attribute("polymorphic defaults"))) {
            return Optional.of("a default differs");
        }
        return Optional.empty();
    }

    private static String article(String kind) {
        return (kind.startsWith("a") ? "an " : "a ") + kind;
    }

    private static int defaults(OtherObject function) {
        String defaults = function.attribute("defaults");
        return defaults.isEmpty() ? 0 : Integer.parseInt(defaults);
    }

    /** Called by triggers, never by code. */
    private static boolean isTriggers(OtherObject function) {
        String result = function.attribute("result");
        return result.equals("trigger") || result.equals("event_trigger");
    }

    /** What its old body has computed stays as it is. */
    private static Optional<HazardNote> stored(OtherObject from, RuleContext context) {
        if (from.attribute("immutable").isEmpty() || from.attribute("kind").equals("AGGREGATE")) {
            return Optional.empty();
        }
        String users = context.dependencies().on(from.name()).stream()
                .map(Dependency::dependent)
                .filter(o -> STORED.contains(o.kind()))
                .map(Object::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return users.isEmpty()
                ? Optional.empty()
                : Optional.of(new HazardNote(
                        Hazard.UNTRACKED_DEPENDENCY,
                        "what it computed before stays in " + users,
                        "where the results differ: REINDEX, write the columns again, validate the checks again"));
    }
}
