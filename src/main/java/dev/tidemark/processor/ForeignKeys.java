package dev.tidemark.processor;

import dev.tidemark.annotation.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;

/** Finds the table and the key that each foreign key refers to. */
final class ForeignKeys {
    private final Faults faults;
    private final String app;
    private final Map<String, TableDeclaration> tables;

    /**
     * @param tables by the qualified names of their types
     */
    ForeignKeys(Faults faults, String app, Map<String, TableDeclaration> tables) {
        this.faults = faults;
        this.app = app;
        this.tables = tables;
    }

    /** The key; empty where there is none, which is reported. */
    Optional<Model.ForeignKey> resolve(TableDeclaration table, Part.ForeignKeyTo key, Namer namer) {
        Optional<TableDeclaration> target = target(key);
        if (target.isEmpty() || key.columns().isEmpty()) {
            return Optional.empty();
        }
        List<ColumnDeclaration> referenced = referenced(key, target.get());
        if (referenced.isEmpty() || !fits(key, target.get(), referenced)) {
            return Optional.empty();
        }
        return Optional.of(new Model.ForeignKey(
                namer.foreignKey(table, key),
                names(key.columns()),
                target.get(),
                names(referenced),
                action(key, "onDelete"),
                action(key, "onUpdate")));
    }

    private Optional<TableDeclaration> target(Part.ForeignKeyTo key) {
        Mark mark = key.mark();
        Optional<TypeElement> type = mark.type(key.typeValue());
        if (type.isEmpty()) {
            if (mark.namesOddType(key.typeValue())) {
                faults.report(Fault.NOT_A_TABLE, mark.place(key.typeValue()), "that type", app);
            } else {
                faults.leaveToJavac();
            }
            return Optional.empty();
        }
        TableDeclaration target = tables.get(type.get().getQualifiedName().toString());
        if (target == null) {
            faults.report(
                    Fault.NOT_A_TABLE, mark.place(key.typeValue()), type.get().getSimpleName(), app);
        }
        return Optional.ofNullable(target);
    }

    private List<ColumnDeclaration> referenced(Part.ForeignKeyTo key, TableDeclaration target) {
        if (key.referenced().isEmpty()) {
            if (target.primaryKey().isEmpty()) {
                faults.report(
                        Fault.NO_KEY,
                        key.mark().place(key.typeValue()),
                        target.type().getSimpleName(),
                        "primary key");
            }
            return target.primaryKey();
        }
        MemberNames members = new MemberNames(faults, target.type(), target.members());
        List<ColumnDeclaration> columns = members.resolve(key.mark(), key.referenced());
        return columns.size() == key.referenced().size() ? columns : List.of();
    }

    private boolean fits(Part.ForeignKeyTo key, TableDeclaration target, List<ColumnDeclaration> referenced) {
        Place place = key.referenced().isEmpty()
                ? key.mark().place(key.typeValue())
                : key.mark().place(key.referenced().get(0));
        if (referenced.size() != key.columns().size()) {
            faults.report(Fault.KEY_TYPE, place, members(key.columns()), members(target, referenced));
            return false;
        }
        if (!target.hasKey(referenced)) {
            String missing = "primary or unique key over exactly " + members(referenced);
            faults.report(Fault.NO_KEY, place, target.type().getSimpleName(), missing);
            return false;
        }
        boolean fits = true;
        for (int i = 0; i < referenced.size(); i++) {
            ColumnDeclaration own = key.columns().get(i);
            ColumnDeclaration other = referenced.get(i);
            if (!own.type().matches(other.type())) {
                String theirs = target.type().getSimpleName() + "." + typed(other);
                faults.report(Fault.KEY_TYPE, place, typed(own), theirs);
                fits = false;
            }
        }
        boolean onDelete = mayBeEmptied(key, "onDelete");
        boolean onUpdate = mayBeEmptied(key, "onUpdate");
        return fits && onDelete && onUpdate;
    }

    private boolean mayBeEmptied(Part.ForeignKeyTo key, String event) {
        Optional<ColumnDeclaration> notNull =
                key.columns().stream().filter(ColumnDeclaration::notNull).findFirst();
        if (action(key, event) != Action.SET_NULL || notNull.isEmpty()) {
            return true;
        }
        faults.report(Fault.SET_NULL, key.mark().place(event), notNull.get().member());
        return false;
    }

    private static Action action(Part.ForeignKeyTo key, String event) {
        String name = key.mark().constant(event, Action.NO_ACTION.name());
        for (Action action : Action.values()) {
            if (action.name().equals(name)) {
                return action;
            }
        }
        return Action.NO_ACTION;
    }

    private static String typed(ColumnDeclaration column) {
        return column.member() + " (" + column.type().sql() + ")";
    }

    private static String members(List<ColumnDeclaration> columns) {
        return columns.stream().map(ColumnDeclaration::member).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String members(TableDeclaration target, List<ColumnDeclaration> columns) {
        return target.type().getSimpleName() + " " + members(columns);
    }

    private static List<String> names(List<ColumnDeclaration> columns) {
        return columns.stream().map(ColumnDeclaration::name).toList();
    }
}
