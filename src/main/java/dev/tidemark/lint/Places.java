package dev.tidemark.lint;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Hint;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where in the text an object is declared. */
final class Places {
    /**
     * A place.
     *
     * @param line from 1
     * @param column from 1
     * @param statement the line at which its statement begins
     * @param external whether the object is somebody else's
     */
    record Place(int line, int column, int statement, boolean external) {}

    private static final Set<String> CONSTRAINTS = Set.of("primary", "unique", "check", "foreign", "exclude");

    private final CompiledSchema schema;
    private final Map<ObjectName, Declared> makers = new HashMap<>();
    private final Set<ObjectName> external = new HashSet<>();

    Places(CompiledSchema schema) {
        this.schema = schema;
        for (Declared declared : schema.statements()) {
            ObjectName made = declared.creates();
            if (made != null) {
                makers.putIfAbsent(key(made), declared);
            }
            for (Hint hint : declared.hints()) {
                if (hint instanceof Hint.External) {
                    external.add(key(hint.object()));
                }
            }
        }
    }

    /**
     * The place of an object.
     *
     * @param column where the object has no line of its own, such as an unnamed constraint
     * @return null where no statement of the text makes it
     */
    @Nullable
    Place of(ObjectName object, @Nullable String column) {
        Declared own = makers.get(key(object));
        if (own == null && object.kind() == ObjectKind.CONSTRAINT) {
            own = added(object);
        }
        if (own != null) {
            return new Place(own.line(), own.column(), own.line(), isExternal(object));
        }
        Declared relation = makers.get(key(standing(object)));
        if (relation == null) {
            return null;
        }
        Place inside = object.member().isEmpty() ? null : element(relation, object.member(), object);
        if (inside == null && column != null) {
            inside = element(relation, column, object);
        }
        return inside == null
                ? new Place(relation.line(), relation.column(), relation.line(), isExternal(object))
                : inside;
    }

    private boolean isExternal(ObjectName object) {
        return external.contains(key(standing(object)));
    }

    /** {@code ALTER TABLE … ADD CONSTRAINT name}. */
    private @Nullable Declared added(ObjectName object) {
        for (Declared declared : schema.statements()) {
            ObjectName target = declared.target();
            List<String> names = declared.names();
            boolean adds = target != null
                    && declared.creates() == null
                    && target.schema().equals(object.schema())
                    && target.name().equals(object.name())
                    && names.contains(object.member());
            if (adds && names.contains("add")) {
                return declared;
            }
        }
        return null;
    }

    /** The column or constraint of this name inside a CREATE TABLE. */
    private @Nullable Place element(Declared relation, String member, ObjectName object) {
        int depth = 0;
        boolean begins = false;
        boolean named = false;
        for (Token token : Lexer.tokens(relation.sql(), "")) {
            if (!token.significant()) {
                continue;
            }
            boolean element = depth == 1 && begins;
            begins = false;
            if (token.isMark("(")) {
                depth++;
                begins = depth == 1;
            } else if (token.isMark(")")) {
                depth--;
            } else if (token.isMark(",")) {
                begins = depth == 1;
            } else if (token.isName()) {
                boolean found = (element || named)
                        && token.value().equals(member)
                        && !(element && token.kind() == Token.Kind.WORD && CONSTRAINTS.contains(token.value()));
                if (found) {
                    int line = relation.line() + token.line() - 1;
                    int at = token.line() == 1 ? relation.column() + token.column() - 1 : token.column();
                    return new Place(line, at, relation.line(), isExternal(object));
                }
                named = depth == 1 && token.isWord("constraint");
                continue;
            }
            named = false;
        }
        return null;
    }

    private static ObjectName standing(ObjectName object) {
        return object.member().isEmpty() ? object : ObjectName.of(ObjectKind.TABLE, object.schema(), object.name());
    }

    /** Relations share their names; a function counts without its arguments, the index without its table. */
    private static ObjectName key(ObjectName object) {
        return switch (object.kind()) {
            case VIEW, MATERIALIZED_VIEW, SEQUENCE -> ObjectName.of(ObjectKind.TABLE, object.schema(), object.name());
            case INDEX -> ObjectName.of(ObjectKind.INDEX, object.schema(), object.member());
            case FUNCTION -> {
                int arguments = object.name().indexOf('(');
                yield ObjectName.of(
                        ObjectKind.FUNCTION,
                        object.schema(),
                        arguments < 0 ? object.name() : object.name().substring(0, arguments));
            }
            default -> object;
        };
    }
}
