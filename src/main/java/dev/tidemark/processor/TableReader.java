package dev.tidemark.processor;

import dev.tidemark.annotation.Check;
import dev.tidemark.annotation.Column;
import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.ForeignKey;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Identity;
import dev.tidemark.annotation.MigrateAfter;
import dev.tidemark.annotation.MigrateBefore;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.Rows;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.Unique;
import dev.tidemark.annotation.View;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Reads the tables and views of one app, each valid in itself or reported. */
final class TableReader {
    private static final List<Class<? extends Annotation>> NOT_ON_VIEWS = List.of(
            Id.class,
            Default.class,
            Identity.class,
            References.class,
            ForeignKey.class,
            ForeignKey.List.class,
            Unique.class,
            Unique.List.class,
            Check.class,
            Check.List.class,
            MigrateBefore.class,
            MigrateBefore.List.class,
            MigrateAfter.class,
            MigrateAfter.List.class,
            Rows.class);

    private final Scope scope;
    private final EnumReader enums;

    TableReader(Scope scope, EnumReader enums) {
        this.scope = scope;
        this.enums = enums;
    }

    Optional<TableDeclaration> table(TypeElement type, Mark mark, String defaultSchema) {
        if (misplaced(type, mark, ElementKind.CLASS, ElementKind.RECORD)) {
            return Optional.empty();
        }
        Names names = new Names(scope, Optional.of(mark), type);
        List<Member> members = members(type, mark);
        TableDeclaration table = new TableDeclaration(
                type,
                mark,
                names.schema(defaultSchema),
                names.name(),
                mark.flag("external"),
                names.renamedFrom(),
                mark.givenText("comment"),
                members,
                new PartReader(scope.faults(), type, members).read());
        check(table);
        return Optional.of(table);
    }

    private List<Member> members(TypeElement type, Mark mark) {
        int faults = scope.faults().count();
        List<Member> members = new MemberReader(scope, enums).read(type);
        boolean needed = mark.simpleName().equals("Table") || mark.flag("external");
        if (members.isEmpty() && needed && faults == scope.faults().count()) {
            scope.faults().report(Fault.NO_COLUMNS, mark.place(), type.getSimpleName());
        }
        return members;
    }

    private void check(TableDeclaration table) {
        if (table.external()) {
            refuseOnExternal(table);
        } else if (table.primaryKey().isEmpty() && !table.members().isEmpty() && !isSuppressed(table.type())) {
            scope.faults().report(Fault.NO_PRIMARY_KEY, table.mark().place(), table.name());
        }
    }

    private void refuseOnExternal(TableDeclaration table) {
        refuse(table, table.mark(), "renamedFrom", "a former name");
        refuse(table, table.mark(), "comment", "a comment");
        for (Part part : table.parts()) {
            if (!(part instanceof Part.UniqueKey)) {
                scope.faults()
                        .report(
                                Fault.EXTERNAL,
                                part.mark().place(),
                                table.type().getSimpleName(),
                                "@" + part.mark().simpleName());
            }
        }
        for (Member member : table.members()) {
            for (Class<? extends Annotation> no : List.of(Default.class, Identity.class)) {
                Mark.on(member.field(), no).ifPresent(m -> refuse(table, m, "", "@" + m.simpleName()));
            }
            Mark.on(member.field(), Column.class).ifPresent(m -> refuse(table, m, "renamedFrom", "a former name"));
            Mark.on(member.field(), Column.class).ifPresent(m -> refuse(table, m, "comment", "a comment"));
        }
    }

    private void refuse(Relation relation, Mark mark, String value, String what) {
        if (value.isEmpty() || mark.gives(value)) {
            scope.faults()
                    .report(Fault.EXTERNAL, mark.place(value), relation.type().getSimpleName(), what);
        }
    }

    Optional<ViewDeclaration> view(TypeElement type, Mark mark, String defaultSchema) {
        if (misplaced(type, mark, ElementKind.CLASS, ElementKind.RECORD, ElementKind.INTERFACE)) {
            return Optional.empty();
        }
        Names names = new Names(scope, Optional.of(mark), type);
        List<Member> members = members(type, mark);
        ViewDeclaration view = new ViewDeclaration(
                type,
                mark,
                names.schema(defaultSchema),
                names.name(),
                query(mark.text("sql")),
                mark.flag("materialized"),
                mark.flag("external"),
                names.renamedFrom(),
                mark.givenText("comment"),
                members,
                new PartReader(scope.faults(), type, members).indexes());
        check(view);
        return Optional.of(view);
    }

    private void check(ViewDeclaration view) {
        refuseConstraints(view);
        if (view.external()) {
            refuse(view, view.mark(), "sql", "a query");
            refuse(view, view.mark(), "renamedFrom", "a former name");
            refuse(view, view.mark(), "comment", "a comment");
            view.indexes().forEach(i -> refuse(view, i.mark(), "", "@Index"));
            return;
        }
        if (view.sql().isEmpty()) {
            scope.faults().report(Fault.SQL, view.mark().place("sql"), "the view has no query");
        }
        if (!view.materialized()) {
            view.indexes().forEach(i -> misplaced(i.mark(), "Index", "an ordinary view"));
        }
    }

    private void refuseConstraints(ViewDeclaration view) {
        Stream<Element> own = Stream.concat(
                Stream.of(view.type()),
                view.members().stream()
                        .<Element>map(Member::field)
                        .filter(f -> view.type().equals(f.getEnclosingElement())));
        own.forEach(element -> {
            for (Class<? extends Annotation> no : NOT_ON_VIEWS) {
                Mark.on(element, no).ifPresent(m -> misplaced(m, m.simpleName(), "a view"));
            }
            Mark.on(element, Column.class)
                    .filter(m -> m.gives("renamedFrom"))
                    .ifPresent(m -> misplaced(m, "Column(renamedFrom)", "a view"));
        });
    }

    /** Without a semicolon at its end. */
    private static String query(String sql) {
        String query = sql.strip();
        while (query.endsWith(";")) {
            query = query.substring(0, query.length() - 1).stripTrailing();
        }
        return query;
    }

    private boolean misplaced(TypeElement type, Mark mark, ElementKind... allowed) {
        boolean twice = Mark.on(type, Table.class).isPresent()
                && Mark.on(type, View.class).isPresent();
        if (twice || !Arrays.asList(allowed).contains(type.getKind())) {
            misplaced(mark, mark.simpleName(), twice ? "both @Table and @View" : kind(type));
            return true;
        }
        return false;
    }

    private void misplaced(Mark mark, String annotation, String kind) {
        scope.faults().report(Fault.MISPLACED, mark.place(), annotation, kind);
    }

    static String kind(TypeElement type) {
        return switch (type.getKind()) {
            case ENUM -> "an enum";
            case INTERFACE -> "an interface";
            case ANNOTATION_TYPE -> "an annotation";
            case RECORD -> "a record";
            default -> "a class";
        };
    }

    /** A class file does not say what is suppressed; its source was warned about when it was compiled. */
    private boolean isSuppressed(TypeElement type) {
        if (scope.classFile(type) != null) {
            return true;
        }
        for (@Nullable Element at = type; at != null; at = at.getEnclosingElement()) {
            SuppressWarnings suppressed = at.getAnnotation(SuppressWarnings.class);
            if (suppressed != null && Arrays.asList(suppressed.value()).contains(Fault.NO_PRIMARY_KEY.code())) {
                return true;
            }
        }
        return false;
    }
}
