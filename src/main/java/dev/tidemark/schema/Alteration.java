package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an ALTER or a COMMENT ON: what it is about, and which constraint or column it adds. */
final class Alteration {
    private static final Set<String> EXISTENCE = Set.of("if", "exists", "only");
    private static final Map<String, ObjectKind> PLAIN = Map.ofEntries(
            Map.entry("table", ObjectKind.TABLE),
            Map.entry("view", ObjectKind.VIEW),
            Map.entry("sequence", ObjectKind.SEQUENCE),
            Map.entry("index", ObjectKind.INDEX),
            Map.entry("type", ObjectKind.TYPE),
            Map.entry("domain", ObjectKind.TYPE),
            Map.entry("function", ObjectKind.FUNCTION),
            Map.entry("procedure", ObjectKind.FUNCTION),
            Map.entry("routine", ObjectKind.FUNCTION),
            Map.entry("aggregate", ObjectKind.FUNCTION),
            Map.entry("statistics", ObjectKind.STATISTICS));
    private static final Map<String, ObjectKind> ON_TABLE = Map.of(
            "trigger", ObjectKind.TRIGGER,
            "policy", ObjectKind.POLICY,
            "rule", ObjectKind.RULE,
            "constraint", ObjectKind.CONSTRAINT);
    private static final Set<String> UNNAMED_CONSTRAINT = Set.of("primary", "unique", "check", "foreign", "exclude");

    private final Cursor cursor;
    private final Resolver resolver;

    Alteration(Cursor afterVerb, List<String> path) {
        this.cursor = afterVerb;
        this.resolver = new Resolver(path);
    }

    Subject read() {
        if (cursor.take("foreign", "table")) {
            return relation(ObjectKind.TABLE);
        }
        if (cursor.take("materialized", "view")) {
            return standing(ObjectKind.MATERIALIZED_VIEW);
        }
        String word = cursor.word(0);
        if (word.equals("schema") || word.equals("extension")) {
            List<String> name = cursor.skip().skip(EXISTENCE).name();
            ObjectKind kind = word.equals("schema") ? ObjectKind.SCHEMA : ObjectKind.EXTENSION;
            return name.isEmpty() ? Subject.NONE : Subject.about(ObjectName.of(kind, name.get(0), name.get(0)), true);
        }
        if (word.equals("column")) {
            List<String> name = cursor.skip().name();
            return name.size() < 2 ? Subject.NONE : Subject.about(resolver.relationOf(name), name.size() > 2);
        }
        ObjectKind plain = PLAIN.get(word);
        if (plain != null) {
            cursor.skip();
            return plain == ObjectKind.TABLE ? relation(plain) : standing(plain);
        }
        return ON_TABLE.containsKey(word) ? ofTable() : other();
    }

    private Subject standing(ObjectKind kind) {
        List<String> name = cursor.skip(EXISTENCE).name();
        return name.isEmpty() ? Subject.NONE : Subject.about(resolver.object(kind, name), name.size() > 1);
    }

    private Subject ofTable() {
        cursor.skip().skip(EXISTENCE).name();
        if (!cursor.take("on")) {
            return Subject.NONE;
        }
        ObjectKind kind = cursor.take("domain") ? ObjectKind.TYPE : ObjectKind.TABLE;
        List<String> name = cursor.name();
        return name.isEmpty() ? Subject.NONE : Subject.about(resolver.object(kind, name), name.size() > 1);
    }

    /** ALTER TABLE: a single action that adds a constraint or a column makes it. */
    private Subject relation(ObjectKind kind) {
        List<String> name = cursor.skip(EXISTENCE).name();
        if (name.isEmpty()) {
            return Subject.NONE;
        }
        ObjectName table = resolver.object(kind, name);
        if (cursor.seesMark("*")) {
            cursor.skip();
        }
        if (!cursor.take("add") || hasMoreActions()) {
            return Subject.about(table, name.size() > 1);
        }
        if (cursor.take("constraint")) {
            return Subject.member(table, ObjectKind.CONSTRAINT, first(cursor.name()), name.size() > 1);
        }
        if (UNNAMED_CONSTRAINT.contains(cursor.word(0))) {
            return Subject.about(table, name.size() > 1);
        }
        cursor.take("column");
        cursor.skip(Set.of("if", "not", "exists"));
        return Subject.member(table, ObjectKind.COLUMN, first(cursor.name()), name.size() > 1);
    }

    private boolean hasMoreActions() {
        int depth = 0;
        int at = 0;
        for (Token token = cursor.peek(at); token != null; token = cursor.peek(++at)) {
            depth += token.isMark("(") || token.isMark("[") ? 1 : token.isMark(")") || token.isMark("]") ? -1 : 0;
            if (depth == 0 && token.isMark(",")) {
                return true;
            }
        }
        return false;
    }

    private Subject other() {
        String label = OtherKinds.label(cursor);
        if (label.isEmpty()) {
            return Subject.NONE;
        }
        if (label.equals("cast")) {
            return Subject.about(OtherKinds.cast(cursor, resolver), true);
        }
        List<String> name = label.equals("operator") ? cursor.operator() : cursor.name();
        ObjectName object = OtherKinds.object(label, name, resolver);
        return Subject.about(OtherKinds.ofMethod(cursor, label, object), name.size() > 1);
    }

    private static String first(List<String> name) {
        return name.isEmpty() ? "" : name.get(0);
    }
}
