package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.kinds.Alteration.Statement;
import dev.tidemark.plan.kinds.Composite.Attribute;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Composite types. PostgreSQL alters their attributes as long as no table stores a value. */
final class CompositeRules implements KindRules {
    @Override
    public String label(OtherObject object) {
        return "composite type";
    }

    @Override
    public String reference(OtherObject object) {
        return TypeRules.typeReference(object);
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> sql = new ArrayList<>();
        sql.add(object.definition());
        Composite.attributes(object)
                .forEach(a -> a.comment().ifPresent(c -> sql.add(comment(object, a.name(), Optional.of(c)))));
        return sql;
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        List<Attribute> before = Composite.attributes(from);
        List<Attribute> after = Composite.attributes(to);
        List<String> actions = actions(before, after);
        List<HazardNote> hazards = new ArrayList<>(actions.isEmpty() ? List.of() : List.of(breaks()));
        List<StoredValues.Use> uses = uses(to, context);
        Optional<Alteration> typed = actions.isEmpty() ? Optional.empty() : ofTable(to, context);
        if (typed.isPresent()) {
            return typed.get();
        }
        if (!actions.isEmpty() && (!uses.isEmpty() || !inPlace(before, after))) {
            return inArrays(before, after, uses)
                    .or(() -> lost(from, before, after, uses, context, hazards))
                    .orElseGet(() -> new Alteration.Replaced(hazards));
        }
        List<Statement> statements = new ArrayList<>();
        if (!actions.isEmpty()) {
            statements.add(Statement.instant("ALTER " + reference(to) + " " + String.join(", ", actions)));
        }
        comments(before, to).forEach(sql -> statements.add(Statement.instant(sql)));
        return new Alteration.InPlace(statements, List.of(), hazards);
    }

    @Override
    public boolean reshapes(OtherObject from, OtherObject to) {
        return !actions(Composite.attributes(from), Composite.attributes(to)).isEmpty();
    }

    private static List<StoredValues.Use> uses(OtherObject type, RuleContext context) {
        return new StoredValues(context).of(QName.of(type.name()));
    }

    private static List<Attribute> retyped(List<Attribute> before, List<Attribute> after) {
        Map<String, Attribute> old = byName(before);
        return after.stream()
                .filter(a -> old.containsKey(a.name())
                        && !old.getOrDefault(a.name(), a).type().equals(a.type()))
                .toList();
    }

    private static List<String> casts(OtherObject from, Attribute to, StoredValues.Use use, RuleContext context) {
        return new StoredValues(context)
                .count(
                        use,
                        Sql.name(from.name()),
                        "((value)." + Sql.id(to.name()) + "::" + to.type() + ") IS NOT NULL");
    }

    /** The columns of a typed table are its type's attributes: PostgreSQL changes both together or neither. */
    private static Optional<Alteration> ofTable(OtherObject type, RuleContext context) {
        return context.dependencies().on(type.name()).stream()
                .filter(d -> d.dependent().kind() == ObjectKind.TABLE)
                .findFirst()
                .map(d -> new Alteration.Blocked(
                        "TDM-223",
                        "gets other attributes, and " + d.dependent() + " is a table OF it",
                        List.of(
                                "by hand:  ALTER TABLE " + Sql.name(d.dependent()) + " NOT OF;  then sync",
                                "or keep the attributes")));
    }

    /** An array of values is cast as text, which tells the attributes by their places only. */
    private static Optional<Alteration> inArrays(
            List<Attribute> before, List<Attribute> after, List<StoredValues.Use> uses) {
        boolean same = before.stream()
                .map(Attribute::name)
                .toList()
                .equals(after.stream().map(Attribute::name).toList());
        return uses.stream()
                .filter(u -> !same && u.values().stream().anyMatch(v -> v.from().contains(" unnest(")))
                .findFirst()
                .map(u -> new Alteration.Blocked(
                        "TDM-223",
                        "gets other attributes, and " + u.table().name() + "."
                                + u.column().name() + " holds arrays of it, which cannot be cast",
                        List.of(
                                "declare a new type beside it and a new column of that, move the values, drop the old"
                                        + " ones",
                                "or keep the attributes")));
    }

    /** Blocked where a value does not cast; a hazard where values go. */
    private static Optional<Alteration> lost(
            OtherObject from,
            List<Attribute> before,
            List<Attribute> after,
            List<StoredValues.Use> uses,
            RuleContext context,
            List<HazardNote> hazards) {
        for (StoredValues.Use use : uses) {
            for (Attribute a : retyped(before, after)) {
                for (String question : casts(from, a, use, context)) {
                    Optional<String> failure = context.failure(question);
                    if (failure.isPresent()) {
                        return Optional.of(new Alteration.Blocked(
                                "TDM-212",
                                "attribute " + a.name() + " becomes " + a.type()
                                        + ", which does not cast for every value of "
                                        + use.table().name() + "."
                                        + use.column().name() + " (" + failure.get() + ")",
                                List.of("mend the values first", "or keep the attribute's type")));
                    }
                }
            }
        }
        Map<String, Attribute> wanted = byName(after);
        List<String> gone = before.stream()
                .map(Attribute::name)
                .filter(n -> !wanted.containsKey(n))
                .toList();
        List<Attribute> retyped = retyped(before, after);
        if (uses.stream().anyMatch(u -> !u.empty()) && !(gone.isEmpty() && retyped.isEmpty())) {
            hazards.add(new HazardNote(
                    Hazard.DATA_LOSS,
                    gone.isEmpty()
                            ? "values of "
                                    + retyped.stream().map(Attribute::name).collect(Collectors.joining(", "))
                                    + " may be cut off or become others"
                            : "what rows hold as " + String.join(", ", gone) + " goes",
                    "keep the attributes"));
        }
        return Optional.empty();
    }

    private static HazardNote breaks() {
        return new HazardNote(
                Hazard.BREAKS_RUNNING_CODE,
                "versions that still run read and write values of the old shape",
                "add a new type beside it, move the code, drop the old one");
    }

    /** Whether what stays is in the right order, and what is new comes last. */
    private static boolean inPlace(List<Attribute> before, List<Attribute> after) {
        Map<String, Attribute> old = byName(before);
        Map<String, Attribute> wanted = byName(after);
        List<String> reached = new ArrayList<>(
                before.stream().map(Attribute::name).filter(wanted::containsKey).toList());
        after.stream().map(Attribute::name).filter(n -> !old.containsKey(n)).forEach(reached::add);
        return reached.equals(after.stream().map(Attribute::name).toList());
    }

    private static List<String> actions(List<Attribute> before, List<Attribute> after) {
        Map<String, Attribute> old = byName(before);
        Map<String, Attribute> wanted = byName(after);
        List<String> actions = new ArrayList<>();
        before.stream()
                .filter(a -> !wanted.containsKey(a.name()))
                .forEach(a -> actions.add("DROP ATTRIBUTE " + Sql.id(a.name())));
        for (Attribute a : after) {
            Attribute was = old.get(a.name());
            if (was == null) {
                actions.add("ADD ATTRIBUTE " + a.definition());
            } else if (!was.sameType(a)) {
                actions.add("ALTER ATTRIBUTE " + Sql.id(a.name()) + " TYPE " + a.typed());
            }
        }
        if (actions.isEmpty()
                && !before.stream()
                        .map(Attribute::name)
                        .toList()
                        .equals(after.stream().map(Attribute::name).toList())) {
            actions.add("");
        }
        return actions;
    }

    private static List<String> comments(List<Attribute> before, OtherObject to) {
        Map<String, Attribute> old = byName(before);
        return Composite.attributes(to).stream()
                .filter(a -> !a.comment()
                        .equals(Optional.ofNullable(old.get(a.name())).flatMap(Attribute::comment)))
                .map(a -> comment(to, a.name(), a.comment()))
                .toList();
    }

    private static String comment(OtherObject type, String attribute, Optional<String> text) {
        return "COMMENT ON COLUMN " + Sql.name(type.name()) + "." + Sql.id(attribute) + " IS "
                + text.map(Sql::literal).orElse("NULL");
    }

    private static Map<String, Attribute> byName(List<Attribute> attributes) {
        return attributes.stream().collect(Collectors.toMap(Attribute::name, Function.identity()));
    }
}
