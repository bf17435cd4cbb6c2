package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the text has created so far, by the name that PostgreSQL holds unique. */
final class Created {
    /** What a CREATE is to those before it. */
    sealed interface Outcome {}

    /** The first one of its name. */
    record First() implements Outcome {}

    /** Another one of the same name is there. */
    record Again(int line, boolean harmless) implements Outcome {}

    /** It replaces a stand-in of pg_dump's. */
    record InsteadOf(Statement placeholder) implements Outcome {}

    private record Key(String family, String schema, String name, String member) {}

    private static final Set<ObjectKind> REPEATABLE = Set.of(ObjectKind.SCHEMA, ObjectKind.EXTENSION);
    private static final Set<ObjectKind> NOT_UNIQUE =
            Set.of(ObjectKind.FUNCTION, ObjectKind.COLUMN, ObjectKind.CONSTRAINT);
    private static final Set<String> OVERLOADED = Set.of("operator ", "cast", "transform");

    private final Map<Key, Statement> statements = new HashMap<>();
    private final Map<Key, ObjectName> objects = new HashMap<>();
    /** The tables of keys that are added by a statement of their own: their indexes carry the same names. */
    private final Map<Key, ObjectName> ofKeys = new HashMap<>();

    Outcome add(ObjectName object, Statement statement) {
        Key key = key(object);
        objects.putIfAbsent(key, object);
        if (object.kind() == ObjectKind.CONSTRAINT) {
            ObjectName table = ObjectName.of(ObjectKind.TABLE, object.schema(), object.name());
            ofKeys.putIfAbsent(key(table.member(ObjectKind.INDEX, object.member())), table);
        }
        if (NOT_UNIQUE.contains(object.kind()) || OVERLOADED.stream().anyMatch(object.name()::startsWith)) {
            return new First();
        }
        Statement earlier = statements.putIfAbsent(key, statement);
        if (earlier == null) {
            return new First();
        }
        if (object.kind() == ObjectKind.VIEW && Placeholders.isPlaceholder(earlier)) {
            statements.put(key, statement);
            return new InsteadOf(earlier);
        }
        return new Again(earlier.line(), REPEATABLE.contains(object.kind()));
    }

    /** Whether something called {@code name} stands where {@code object} does. */
    boolean has(ObjectName object, String name) {
        return statements.containsKey(key(ObjectName.of(object.kind(), object.schema(), name)));
    }

    /** The same subject with the kind, the schema and the table that the declarations give its target. */
    Subject settled(Subject subject, List<String> path) {
        ObjectName target = subject.target();
        if (target == null || (subject.creates() != null && subject.creates().equals(target))) {
            return subject;
        }
        ObjectName found = find(target, target.schema());
        for (String schema : subject.exact() ? List.<String>of() : path) {
            found = found == null ? find(target, schema) : found;
        }
        return found == null ? subject : subject.withTarget(found);
    }

    private @Nullable ObjectName find(ObjectName target, String schema) {
        Key key = key(ObjectName.of(target.kind(), schema, target.name()));
        ObjectName found = objects.get(key);
        if (found == null && target.kind() == ObjectKind.INDEX) {
            return ofKeys.get(key);
        }
        if (found != null && found.kind() == ObjectKind.INDEX) {
            return find(ObjectName.of(ObjectKind.TABLE, found.schema(), found.name()), found.schema());
        }
        // The attribute of a composite type is named as the column of a table is.
        return found == null && target.kind() == ObjectKind.TABLE
                ? objects.get(key(ObjectName.of(ObjectKind.TYPE, schema, target.name())))
                : found;
    }

    private static Key key(ObjectName object) {
        return switch (object.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> new Key("relation", object.schema(), object.name(), "");
            case INDEX ->
                new Key("relation", object.schema(), object.member().isEmpty() ? object.name() : object.member(), "");
            case TRIGGER,
                    POLICY,
                    RULE,
                    COLUMN,
                    CONSTRAINT,
                    SCHEMA,
                    EXTENSION,
                    TYPE,
                    FUNCTION,
                    STATISTICS,
                    COMMENT,
                    DATA_STEP,
                    ROWS,
                    OTHER -> new Key(object.kind().label(), object.schema(), object.name(), object.member());
        };
    }
}
