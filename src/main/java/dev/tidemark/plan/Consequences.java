package dev.tidemark.plan;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Fate;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.sql.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is withheld or deferred takes with it what cannot be done without it. */
final class Consequences {
    private final Context ctx;
    private final List<Fated> all;

    Consequences(Context ctx, List<Fated> all) {
        this.ctx = ctx;
        this.all = all;
    }

    /** The same changes in the same order, some of them with another fate. */
    List<Fated> draw() {
        return all.stream()
                .map(f -> f.applied() ? reason(f).orElse(f) : withoutHalf(f))
                .toList();
    }

    /** A column that is kept stays NOT NULL as long as its primary key is there, which new code has to know. */
    private Fated withoutHalf(Fated fated) {
        if (!(fated.draft().change() instanceof Change.DropColumn c)) {
            return fated;
        }
        QName table = c.table().name();
        boolean inKey = ctx.live(table)
                .flatMap(t -> t.primaryKey())
                .filter(k -> k.columns().contains(c.column().name()) && !goes(table, k.name()))
                .isPresent();
        if (!inKey || Columns.fillsItself(c.column())) {
            return fated;
        }
        List<String> notes = new ArrayList<>(fated.notes());
        notes.add(Context.column(table, c.column().name()).display()
                + " is part of the primary key: kept as it is, and NOT NULL; new code must write it");
        return new Fated(fated.draft(), fated.fate(), List.of(), fated.problems(), notes);
    }

    private boolean goes(QName table, String key) {
        return all.stream().filter(Fated::applied).anyMatch(f -> switch (f.draft()
                .change()) {
            case Change.DropConstraint c ->
                c.table().name().equals(table) && c.constraint().name().equals(key);
            case Change.ReplaceConstraint c ->
                c.table().name().equals(table) && c.from().name().equals(key);
            default -> false;
        });
    }

    private Optional<Fated> reason(Fated fated) {
        Draft draft = fated.draft();
        return switch (draft.change()) {
            case Change.DropColumn c -> heldByView(c.table().name()).map(v -> deferred(draft, v + " stays"));
            case Change.DropTable c -> heldByView(c.table().name()).map(v -> deferred(draft, v + " stays"));
            case Change.DropSchema c -> staysIn(c.schema()).map(o -> withheld(draft, o + " stays"));
            case Change.DropEnum c -> stillUsed(c.type().name()).map(u -> withheld(draft, u + " stays"));
            case Change.DropSequence c -> ownerStays(c.sequence()).map(u -> withheld(draft, u + " stays"));
            case Change.AddConstraint c -> keyMissing(c.constraint()).map(k -> deferred(draft, k + " is deferred"));
            case Change.ChangeComment c ->
                missing(c.object()).map(o -> deferred(draft, o.display() + " is not there yet"));
            case Change.ReplaceView c ->
                sameButForTypes(c) ? typeThatStays(c).map(fate -> asTheType(draft, fate)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Fated deferred(Draft draft, String why) {
        return PolicyPass.deferred(draft, why);
    }

    private static Fated withheld(Draft draft, String why) {
        return new Fated(
                draft,
                Fate.WITHHELD,
                draft.withheldHalf(),
                List.of(),
                List.of(PolicyPass.said(draft) + " is withheld: " + why));
    }

    private Optional<String> heldByView(QName table) {
        return all.stream()
                .filter(f -> f.fate() == Fate.DEFERRED || f.fate() == Fate.WITHHELD)
                .filter(f -> switch (f.draft().change()) {
                    case Change.DropView v -> v.view().dependsOn().contains(table);
                    case Change.ReplaceView v -> v.from().dependsOn().contains(table);
                    default -> false;
                })
                .findFirst()
                .map(f -> f.draft().object().toString());
    }

    private Optional<String> stillUsed(QName type) {
        Set<ObjectName> gone = new HashSet<>();
        for (Fated f : all) {
            if (f.applied()) {
                switch (f.draft().change()) {
                    case Change.DropColumn c ->
                        gone.add(Context.column(c.table().name(), c.column().name()));
                    case Change.ChangeType c ->
                        gone.add(Context.column(c.table().name(), c.to().name()));
                    case Change.DropTable c ->
                        c.table().columns().stream()
                                .map(Column::name)
                                .forEach(n -> gone.add(Context.column(c.table().name(), n)));
                    default -> {}
                }
            }
        }
        return EnumUses.of(ctx, type).stream()
                .map(u -> Context.column(u.table(), u.column().name()))
                .filter(c -> !gone.contains(c))
                .findFirst()
                .map(ObjectName::toString);
    }

    private Optional<String> staysIn(String schema) {
        return all.stream()
                .filter(f -> !f.applied() || OtherDrafts.isOnlyNamed(f.draft().change()))
                .filter(f -> !(f.draft().change() instanceof Change.DropSchema)
                        && f.draft().object().schema().equals(schema))
                .findFirst()
                .map(f -> f.draft().object().toString());
    }

    private Optional<String> ownerStays(Sequence sequence) {
        QName owner = sequence.ownedByTable();
        if (owner == null) {
            return Optional.empty();
        }
        return all.stream()
                .filter(f -> !f.applied())
                .filter(f -> switch (f.draft().change()) {
                    case Change.DropTable c -> c.table().name().equals(owner);
                    case Change.DropColumn c ->
                        c.table().name().equals(owner) && c.column().name().equals(sequence.ownedByColumn());
                    default -> false;
                })
                .findFirst()
                .map(f -> f.draft().object().toString());
    }

    private Optional<String> keyMissing(Constraint constraint) {
        if (constraint.references() == null) {
            return Optional.empty();
        }
        QName parent = constraint.references();
        Set<String> columns = Set.copyOf(constraint.referencedColumns());
        return all.stream()
                .filter(f -> f.fate() == Fate.DEFERRED)
                .filter(f -> switch (f.draft().change()) {
                    case Change.AddConstraint c ->
                        isKeyOf(parent, columns, c.table().name(), c.constraint());
                    case Change.ReplaceConstraint c ->
                        isKeyOf(parent, columns, c.table().name(), c.to());
                    default -> false;
                })
                .findFirst()
                .map(f -> f.draft().object().toString());
    }

    private boolean isKeyOf(QName parent, Set<String> columns, QName table, Constraint key) {
        return table.equals(parent) && key.isKey() && Set.copyOf(key.columns()).equals(columns);
    }

    private Optional<ObjectName> missing(ObjectName object) {
        return all.stream()
                .filter(f -> !f.applied() && f.draft().object().equals(object))
                .filter(f -> switch (f.draft().change()) {
                    case Change.AddConstraint c -> true;
                    case Change.AddIndex c -> true;
                    default -> false;
                })
                .map(f -> f.draft().object())
                .findFirst();
    }

    private static boolean sameButForTypes(Change.ReplaceView change) {
        return change.from().columns().stream()
                        .map(Column::name)
                        .toList()
                        .equals(change.to().columns().stream().map(Column::name).toList())
                && Objects.equals(change.from().options(), change.to().options());
    }

    /** What becomes of the type of a column that it reads, where that does not change now. */
    private Optional<Fate> typeThatStays(Change.ReplaceView change) {
        return all.stream()
                .filter(f -> f.fate() == Fate.WITHHELD || f.fate() == Fate.DEFERRED)
                .filter(f ->
                        f.draft().change() instanceof Change.ChangeType c && reads(change.from(), c, new HashSet<>()))
                .map(Fated::fate)
                .findFirst();
    }

    /** Whether a view reads the column, itself or through another view. */
    private boolean reads(View view, Change.ChangeType change, Set<QName> seen) {
        QName table = change.table().name();
        return ctx.dependencies().reads(view, table, change.to().name())
                || view.dependsOn().stream()
                        .filter(seen::add)
                        .flatMap(d -> Optional.ofNullable(ctx.live().views().get(d)).stream())
                        .anyMatch(v -> reads(v, change, seen));
    }

    private static Fated asTheType(Draft draft, Fate fate) {
        String why = "the type of a column that it reads stays";
        return fate == Fate.WITHHELD ? withheld(draft, why) : deferred(draft, why);
    }
}
