package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Event triggers: their names belong to the whole database, so no twin can hold them, but their statements are simple enough to be read. Those whose
 * function the declaration makes too are compared; whether the server would take one that it does not have is tried and undone at once.
 */
final class EventTriggers {
    private static final String LABEL = "event trigger ";

    /**
     * One that is declared.
     *
     * @param declared the statement that creates it
     * @param function the function it calls
     */
    private record Found(Declared declared, QName function, SortedMap<String, String> attributes) {}

    private final Map<ObjectName, Found> found = new LinkedHashMap<>();
    private final Map<ObjectName, @Nullable String> comments = new LinkedHashMap<>();

    private EventTriggers(CompiledSchema schema) {
        List<Declared> about = schema.statements().stream()
                .filter(d -> d.target() != null
                        && d.isDatabaseWide()
                        && d.target().name().startsWith(LABEL))
                .toList();
        for (Declared declared : about) {
            ObjectName name = declared.target();
            List<Token> tokens = Lexer.tokens(declared.sql(), "").stream()
                    .filter(Token::significant)
                    .toList();
            if (name == null) {
                continue;
            }
            if (declared.creates() != null) {
                created(schema, declared, tokens).ifPresent(f -> found.put(name, f));
            } else if (tokens.get(0).isWord("comment")) {
                Token text = tokens.get(tokens.size() - 1);
                comments.put(name, text.isWord("null") ? null : text.value());
            } else if (found.containsKey(name)) {
                found.get(name).attributes().put("enabled", state(tokens));
            }
        }
    }

    /** Those that a declaration makes with their functions. */
    static EventTriggers of(CompiledSchema schema) {
        return new EventTriggers(schema);
    }

    /** As the catalog would show them. */
    List<OtherObject> objects() {
        List<OtherObject> objects = new ArrayList<>();
        found.forEach((name, f) ->
                objects.add(new OtherObject(name, f.declared().sql(), f.attributes(), comments.get(name))));
        return objects;
    }

    /** That they call their functions. */
    List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>();
        found.forEach((name, f) -> dependencies.add(new Dependency(
                name,
                ObjectName.of(
                        ObjectKind.FUNCTION, f.function().schema(), f.function().name() + "()"),
                null)));
        return dependencies;
    }

    /** Whether it is among those that are compared. */
    boolean holds(ObjectName name) {
        return found.containsKey(name);
    }

    /** What the server would say to those that it does not have; all is undone. */
    List<Fault> refused(Link link, Mapper mapper, Function<Declared, String> path, Chunk chunk) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        for (Map.Entry<ObjectName, Found> entry : found.entrySet()) {
            String name = entry.getKey().name().substring(LABEL.length());
            Found it = entry.getValue();
            boolean tried = chunk.decides(it.function())
                    && link.rows("select 1 from pg_catalog.pg_event_trigger where evtname = " + Sql.literal(name))
                            .isEmpty();
            if (tried) {
                Mapped mapped = mapper.map(it.declared());
                try {
                    link.run("savepoint one;\n" + path.apply(it.declared()) + ";\n" + mapped.sql());
                } catch (SQLException e) {
                    if (!Fault.isStatements(e)) {
                        throw e;
                    }
                    faults.add(new Fault(it.declared(), mapped, e));
                }
                link.run("rollback to savepoint one;\nrelease savepoint one");
            }
        }
        return faults;
    }

    private static Optional<Found> created(CompiledSchema schema, Declared declared, List<Token> tokens) {
        int size = tokens.size();
        int on = first(tokens, "on");
        int execute = first(tokens, "execute");
        if (on < 0 || execute < on || execute + 2 >= size) {
            return Optional.empty();
        }
        List<String> written = tokens.subList(execute + 2, size).stream()
                .filter(Token::isName)
                .map(Token::value)
                .toList();
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put("event", tokens.get(on + 1).value());
        attributes.put("enabled", "O");
        String tags = tokens.subList(on, execute).stream()
                .filter(t -> t.kind() == Token.Kind.STRING)
                .map(t -> Sql.literal(t.value().toUpperCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        if (!tags.isEmpty()) {
            attributes.put("tags", tags);
        }
        return function(schema, declared, written).map(function -> {
            attributes.put("function", quoted(function.schema()) + "." + quoted(function.name()));
            return new Found(declared, function, attributes);
        });
    }

    /** The function that the declaration makes, by its name as it is written. */
    private static Optional<QName> function(CompiledSchema schema, Declared declared, List<String> written) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String name = written.get(written.size() - 1);
        List<String> schemas = written.size() > 1 ? written.subList(0, 1) : declared.searchPath();
        return schemas.stream()
                .filter(s -> schema.statements().stream()
                        .map(Declared::creates)
                        .anyMatch(c -> c != null
                                && c.kind() == ObjectKind.FUNCTION
                                && c.schema().equals(s)
                                && c.name().equals(name)))
                .findFirst()
                .map(s -> new QName(s, name));
    }

    private static int first(List<Token> tokens, String word) {
        for (int i = 0; i < tokens.size(); i++) {
            // Behind CREATE EVENT TRIGGER and a name, which may be such a word itself.
            if (i > 3 && tokens.get(i).isWord(word)) {
                return i;
            }
        }
        return -1;
    }

    /** What the words after the name say: DISABLE, ENABLE, ENABLE REPLICA, ENABLE ALWAYS. */
    private static String state(List<Token> tokens) {
        return switch (tokens.get(tokens.size() - 1).value()) {
            case "disable" -> "D";
            case "replica" -> "R";
            case "always" -> "A";
            default -> "O";
        };
    }

    /** As PostgreSQL prints it, but for key words, whose quotes do not count where texts are compared. */
    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : Sql.identifier(name);
    }
}
