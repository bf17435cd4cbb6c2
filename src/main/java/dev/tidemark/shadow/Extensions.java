package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.ExtensionText;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Declared extensions: they belong to the database, so a missing one is made under its real name, in its real schema, one that is declared in another
 * schema is moved there, and both are rolled back with the rest.
 */
final class Extensions {
    private final Link link;
    private final Set<String> installed;

    private final Map<String, String> movable;

    /** {@code movable}: those that may move, with the schemas that they are in. */
    Extensions(Link link, Set<String> installed, Map<String, String> movable) {
        this.link = link;
        this.installed = installed;
        this.movable = movable;
    }

    /** Whether one is missing, or in another schema than declared. */
    boolean isAnyElsewhere(List<Declared> statements) {
        return statements.stream().anyMatch(s -> isMissing(s) || moves(s));
    }

    private boolean moves(Declared declared) {
        ObjectName made = declared.creates();
        if (made == null || made.kind() != ObjectKind.EXTENSION) {
            return false;
        }
        String there = movable.get(made.name());
        String wanted = ExtensionText.of(declared).schema();
        return there != null && wanted != null && !wanted.equals(there);
    }

    private boolean isMissing(Declared declared) {
        ObjectName made = declared.creates();
        return made != null && made.kind() == ObjectKind.EXTENSION && !installed.contains(made.name());
    }

    /** Makes what is missing, moves what is elsewhere; what failed. */
    List<Fault> make(List<Declared> statements) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        for (Declared declared : statements) {
            if (isMissing(declared)) {
                run(declared, declared.sql(), faults);
            } else if (moves(declared)) {
                String name = Sql.identifier(
                        Objects.requireNonNull(declared.creates()).name());
                run(declared, "alter extension " + name + " set schema " + Sql.identifier(schemaOf(declared)), faults);
            }
        }
        return faults;
    }

    private void run(Declared declared, String sql, List<Fault> faults) throws SQLException {
        String schema = Sql.identifier(schemaOf(declared));
        Mapped asWritten = new Mapped();
        asWritten.add(declared.sql(), 0);
        link.run("savepoint extension");
        try {
            link.run("create schema if not exists " + schema + ";\nset local search_path = " + schema);
            link.run(sql);
            link.run("release savepoint extension");
        } catch (SQLException e) {
            if (!Fault.isStatements(e)) {
                throw e;
            }
            link.run("rollback to savepoint extension");
            faults.add(new Fault(declared, asWritten, e));
        }
    }

    private static String schemaOf(Declared declared) {
        List<Token> tokens = Lexer.tokens(declared.sql(), "").stream()
                .filter(Token::significant)
                .toList();
        for (int i = 3; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("schema")) {
                return tokens.get(i + 1).value();
            }
        }
        return Objects.requireNonNullElse(
                declared.searchPath().isEmpty() ? null : declared.searchPath().get(0), "public");
    }
}
