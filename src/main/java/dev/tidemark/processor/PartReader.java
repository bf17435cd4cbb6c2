package dev.tidemark.processor;

import dev.tidemark.annotation.Check;
import dev.tidemark.annotation.ForeignKey;
import dev.tidemark.annotation.Index;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/** Reads keys, checks, indexes and foreign keys: those on members first, in their order, then those on the type. */
final class PartReader {
    private final Faults faults;
    private final TypeElement type;
    private final List<Member> members;
    private final MemberNames names;

    PartReader(Faults faults, TypeElement type, List<Member> members) {
        this.faults = faults;
        this.type = type;
        this.members = members;
        this.names = new MemberNames(faults, type, members);
    }

    /** All of a table. */
    List<Part> read() {
        List<Part> parts = new ArrayList<>(uniqueKeys());
        parts.addAll(foreignKeys());
        parts.addAll(conditions());
        parts.addAll(indexes());
        parts.forEach(this::checkName);
        return parts;
    }

    private void checkName(Part part) {
        part.givenName()
                .ifPresent(name -> Identifiers.objection(name)
                        .ifPresent(why -> faults.report(Fault.NAME, part.mark().place("name"), name, why)));
    }

    private List<Part> uniqueKeys() {
        List<Part> keys = new ArrayList<>();
        for (Member member : members) {
            for (Mark mark : Mark.all(member.field(), Unique.class, Unique.List.class)) {
                refuseMembers(mark, "members");
                keys.add(new Part.UniqueKey(mark, List.of(member.column())));
            }
        }
        for (Mark mark : Mark.all(type, Unique.class, Unique.List.class)) {
            keys.add(new Part.UniqueKey(mark, named(mark, "members")));
        }
        return keys;
    }

    private List<Part> conditions() {
        List<Part> conditions = new ArrayList<>();
        for (Member member : members) {
            for (Mark mark : Mark.all(member.field(), Check.class, Check.List.class)) {
                conditions.add(new Part.Condition(mark, member.columnName(), sql(mark)));
            }
        }
        for (Mark mark : Mark.all(type, Check.class, Check.List.class)) {
            conditions.add(new Part.Condition(mark, "", sql(mark)));
        }
        return conditions;
    }

    private String sql(Mark mark) {
        String sql = mark.text("sql").strip();
        if (sql.isEmpty()) {
            faults.report(Fault.SQL, mark.place("sql"), "the condition is empty");
        }
        return sql;
    }

    private List<Part> foreignKeys() {
        List<Part> keys = new ArrayList<>();
        for (Member member : members) {
            Mark.on(member.field(), References.class)
                    .ifPresent(mark -> keys.add(
                            new Part.ForeignKeyTo(mark, List.of(member.column()), "value", mark.single("member"))));
        }
        for (Mark mark : Mark.all(type, ForeignKey.class, ForeignKey.List.class)) {
            keys.add(new Part.ForeignKeyTo(mark, named(mark, "members"), "references", mark.list("referencedMembers")));
        }
        return keys;
    }

    /** All indexes, of a table or a view. */
    List<Part.IndexKeys> indexes() {
        List<Part.IndexKeys> indexes = new ArrayList<>();
        for (Member member : members) {
            for (Mark mark : Mark.all(member.field(), Index.class, Index.List.class)) {
                refuseMembers(mark, "members");
                refuseMembers(mark, "expression");
                indexes.add(index(mark, List.of(member.column()), Optional.empty()));
            }
        }
        for (Mark mark : Mark.all(type, Index.class, Index.List.class)) {
            if (!mark.gives("expression")) {
                indexes.add(index(mark, named(mark, "members"), Optional.empty()));
            } else {
                refuseMembers(mark, "members");
                indexes.add(index(mark, List.of(), Optional.of(expression(mark))));
            }
        }
        return indexes;
    }

    private String expression(Mark mark) {
        String sql = mark.text("expression").strip();
        if (sql.isEmpty()) {
            faults.report(Fault.SQL, mark.place("expression"), "the expression is empty");
        }
        return sql;
    }

    private Part.IndexKeys index(Mark mark, List<ColumnDeclaration> columns, Optional<String> expression) {
        List<String> order = mark.constants("order");
        int keys = Math.max(1, mark.list("members").size());
        if (order.size() > keys) {
            faults.report(Fault.SHAPE, mark.place("order"), order.size() + " orders for " + keys + " keys");
        }
        mark.givenText("using")
                .flatMap(using -> Identifiers.objection(using))
                .ifPresent(why -> faults.report(Fault.NAME, mark.place("using"), mark.text("using"), why));
        List<String> classes = mark.texts("operatorClasses");
        if (classes.size() > keys) {
            faults.report(
                    Fault.SHAPE,
                    mark.place("operatorClasses"),
                    classes.size() + " operator classes for " + keys + " keys");
        }
        return new Part.IndexKeys(mark, columns, expression, order, classes, names.resolve(mark, mark.list("include")));
    }

    private List<ColumnDeclaration> named(Mark mark, String value) {
        List<AnnotationValue> given = mark.list(value);
        if (given.isEmpty()) {
            faults.report(Fault.SHAPE, mark.place(value), "@" + mark.simpleName() + " names no members");
        }
        return names.resolve(mark, given);
    }

    private void refuseMembers(Mark mark, String value) {
        if (mark.gives(value)) {
            faults.report(Fault.SHAPE, mark.place(value), value + " cannot be given here");
        }
    }
}
