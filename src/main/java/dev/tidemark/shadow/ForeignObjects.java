package dev.tidemark.shadow;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.ForeignOptions;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Foreign data wrappers, servers and user mappings: they belong to the whole database, so a missing one is made under its real name and rolled back with the rest, that
 * foreign tables find it. What the declaration says of them is read from its words.
 */
final class ForeignObjects {
    /** What comes first is needed by what follows. */
    private static final List<String> ORDER = List.of("foreign data wrapper ", "server ", "user mapping ");

    private static final Map<String, String> CATALOGS = Map.of(
            ORDER.get(0), "select 'foreign data wrapper ' || fdwname from pg_catalog.pg_foreign_data_wrapper",
            ORDER.get(1), "select 'server ' || srvname from pg_catalog.pg_foreign_server",
            ORDER.get(2),
                    "select 'user mapping for ' || usename || ' server ' || srvname from pg_catalog.pg_user_mappings");

    private final Map<ObjectName, Declared> statements = new LinkedHashMap<>();
    private final Map<ObjectName, @Nullable String> comments = new LinkedHashMap<>();

    private ForeignObjects(CompiledSchema schema) {
        for (Declared declared : schema.statements()) {
            ObjectName name = declared.target();
            if (name == null || !declared.isForeign()) {
                continue;
            }
            if (declared.creates() != null) {
                statements.put(name, declared);
            } else {
                Token text = last(tokens(declared));
                comments.put(name, text.isWord("null") ? null : text.value());
            }
        }
    }

    /** Those that a declaration makes. */
    static ForeignObjects of(CompiledSchema schema) {
        return new ForeignObjects(schema);
    }

    boolean holds(ObjectName name) {
        return statements.containsKey(name);
    }

    /** As the catalog would show them, with the declared statement as the definition. */
    List<OtherObject> objects() {
        List<OtherObject> objects = new ArrayList<>();
        statements.forEach((name, declared) -> objects.add(new OtherObject(
                name, declared.sql(), ForeignOptions.sealed(attributes(name, tokens(declared))), comments.get(name))));
        return objects;
    }

    /** Makes those that are missing; what failed. */
    List<Fault> make(Link link) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        for (String kind : ORDER) {
            for (Map.Entry<ObjectName, Declared> entry : statements.entrySet()) {
                String name = entry.getKey().name();
                if (name.startsWith(kind) && isMissing(link, kind, name)) {
                    make(link, entry.getValue(), faults);
                }
            }
        }
        return faults;
    }

    private static boolean isMissing(Link link, String kind, String name) throws SQLException {
        String sql = "select 1 from (" + CATALOGS.get(kind) + ") as there (name) where name = " + Sql.literal(name);
        return link.rows(sql).isEmpty();
    }

    private static void make(Link link, Declared declared, List<Fault> faults) throws SQLException {
        Mapped asWritten = new Mapped();
        asWritten.add(declared.sql(), 0);
        link.run("savepoint foreign_object");
        try {
            link.run(declared.sql());
            link.run("release savepoint foreign_object");
        } catch (SQLException e) {
            if (!Fault.isStatements(e)) {
                throw e;
            }
            link.run("rollback to savepoint foreign_object;\nrelease savepoint foreign_object");
            faults.add(new Fault(declared, asWritten, e));
        }
    }

    private static SortedMap<String, String> attributes(ObjectName name, List<Token> tokens) {
        SortedMap<String, String> attributes = new TreeMap<>();
        int options = word(tokens, "options", 3);
        List<Token> head = options < 0 ? tokens : tokens.subList(0, options);
        if (name.name().startsWith(ORDER.get(2))) {
            Token role = head.get(word(head, "for", 3) + 1);
            attributes.put("user", role.isWord("public") ? "" : role.value());
            attributes.put("server", last(head).value());
        } else if (name.name().startsWith(ORDER.get(1))) {
            attributes.put("wrapper", last(head).value());
            text(head, "type").ifPresent(t -> attributes.put("type", t));
            text(head, "version").ifPresent(t -> attributes.put("version", t));
        } else {
            function(head, "handler", attributes);
            function(head, "validator", attributes);
        }
        for (int i = options + 1; options >= 0 && i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isMark("(") || tokens.get(i).isMark(",")) {
                attributes.put(
                        ForeignOptions.attribute(tokens.get(i + 1).value()),
                        tokens.get(i + 2).value());
            }
        }
        return attributes;
    }

    private static java.util.Optional<String> text(List<Token> head, String word) {
        int at = word(head, word, 3);
        return at < 0 || head.get(at + 1).kind() != Token.Kind.STRING
                ? java.util.Optional.empty()
                : java.util.Optional.of(head.get(at + 1).value());
    }

    /** Without its schema, as the catalog's query has it. */
    private static void function(List<Token> head, String word, SortedMap<String, String> attributes) {
        int at = word(head, word, 4);
        if (at < 0 || head.get(at - 1).isWord("no")) {
            return;
        }
        boolean qualified = at + 3 < head.size() && head.get(at + 2).isMark(".");
        attributes.put(word, head.get(qualified ? at + 3 : at + 1).value());
    }

    /** Where a word stands, from a place on behind the object's name, which may be such a word itself; −1 if nowhere. */
    private static int word(List<Token> tokens, String word, int from) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.get(i).isWord(word)) {
                return i;
            }
        }
        return -1;
    }

    private static Token last(List<Token> tokens) {
        return tokens.get(tokens.size() - 1);
    }

    private static List<Token> tokens(Declared declared) {
        return Lexer.tokens(declared.sql(), "").stream()
                .filter(Token::significant)
                .toList();
    }
}
