package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a CREATE: what it makes, and of what. */
final class Creation {
    private static final Set<String> MODIFIERS =
            Set.of("or", "replace", "unlogged", "recursive", "trusted", "procedural", "constraint");
    private static final Set<String> EXISTENCE = Set.of("if", "not", "exists", "concurrently");
    private static final Map<String, ObjectKind> PLAIN = Map.of(
            "table", ObjectKind.TABLE,
            "view", ObjectKind.VIEW,
            "sequence", ObjectKind.SEQUENCE,
            "type", ObjectKind.TYPE,
            "domain", ObjectKind.TYPE,
            "function", ObjectKind.FUNCTION,
            "procedure", ObjectKind.FUNCTION,
            "aggregate", ObjectKind.FUNCTION);
    private final Cursor cursor;
    private final Resolver resolver;

    Creation(Cursor afterCreate, List<String> path) {
        this.cursor = afterCreate.skip(MODIFIERS);
        this.resolver = new Resolver(path);
    }

    Subject read() {
        if (cursor.take("foreign", "table")) {
            return standing(ObjectKind.TABLE);
        }
        if (cursor.take("materialized", "view")) {
            return standing(ObjectKind.MATERIALIZED_VIEW);
        }
        ObjectKind plain = PLAIN.get(cursor.word(0));
        if (plain != null) {
            cursor.skip();
            return standing(plain);
        }
        return switch (cursor.word(0)) {
            case "schema" -> schema();
            case "extension" -> named(ObjectKind.EXTENSION);
            case "unique", "index" -> index();
            case "trigger" -> onTable(ObjectKind.TRIGGER, "on");
            case "policy" -> onTable(ObjectKind.POLICY, "on");
            case "rule" -> onTable(ObjectKind.RULE, "to");
            case "statistics" -> statistics();
            default -> other();
        };
    }

    private Subject standing(ObjectKind kind) {
        List<String> name = cursor.skip(EXISTENCE).name();
        return name.isEmpty() ? Subject.NONE : Subject.created(resolver.object(kind, name), name.get(name.size() - 1));
    }

    private Subject named(ObjectKind kind) {
        List<String> name = cursor.skip().skip(EXISTENCE).name();
        return name.isEmpty()
                ? Subject.NONE
                : Subject.created(ObjectName.of(kind, name.get(0), name.get(0)), name.get(0));
    }

    /** {@code CREATE SCHEMA s}, or {@code CREATE SCHEMA AUTHORIZATION role}, whose name is the role's. */
    private Subject schema() {
        cursor.skip().skip(EXISTENCE).take("authorization");
        List<String> name = cursor.name();
        return name.isEmpty()
                ? Subject.NONE
                : Subject.created(ObjectName.of(ObjectKind.SCHEMA, name.get(0), name.get(0)), name.get(0));
    }

    private Subject index() {
        cursor.take("unique");
        cursor.skip().skip(EXISTENCE);
        List<String> name = cursor.sees("on") ? List.of() : cursor.name();
        return of(ObjectKind.INDEX, name, "on");
    }

    private Subject onTable(ObjectKind kind, String before) {
        return of(kind, cursor.skip().name(), before);
    }

    private Subject of(ObjectKind kind, List<String> name, String before) {
        if (!cursor.find(before)) {
            return Subject.NONE;
        }
        cursor.take("only");
        List<String> table = cursor.name();
        String member = name.isEmpty() ? "" : name.get(name.size() - 1);
        return table.isEmpty()
                ? Subject.NONE
                : Subject.member(resolver.object(ObjectKind.TABLE, table), kind, member, table.size() > 1);
    }

    private Subject statistics() {
        List<String> name = cursor.skip().skip(EXISTENCE).name();
        if (!cursor.find("from")) {
            return Subject.NONE;
        }
        List<String> table = cursor.name();
        ObjectName target = resolver.object(ObjectKind.TABLE, table);
        return name.isEmpty()
                ? Subject.about(target, table.size() > 1)
                : new Subject(
                        resolver.object(ObjectKind.STATISTICS, name),
                        target,
                        name.get(name.size() - 1),
                        table.size() > 1);
    }

    private Subject other() {
        String label = OtherKinds.label(cursor);
        if (label.isEmpty()) {
            return Subject.NONE;
        }
        if (label.equals("cast")) {
            return Subject.created(OtherKinds.cast(cursor, resolver), "");
        }
        if (label.equals("user mapping")) {
            return OtherKinds.userMapping(cursor.skip(EXISTENCE))
                    .map(m -> Subject.created(m, ""))
                    .orElse(Subject.NONE);
        }
        boolean operator = label.equals("operator");
        List<String> name =
                operator ? cursor.operator() : cursor.skip(EXISTENCE).name();
        String bare = operator || name.isEmpty() ? "" : name.get(name.size() - 1);
        ObjectName object = OtherKinds.object(label, name, resolver);
        return Subject.created(OtherKinds.ofMethod(cursor, label, object), bare);
    }
}
