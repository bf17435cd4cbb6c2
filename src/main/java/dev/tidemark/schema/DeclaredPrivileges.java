package dev.tidemark.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The {@code GRANT}, {@code REVOKE} and {@code ALTER DEFAULT PRIVILEGES} of a declaration, in the order of the text.
 *
 * @param first those default privileges that stand before everything that is created, and so hold for it
 * @param statements all others; one that names several objects is here once for each
 * @param roles the roles that they name, {@code PUBLIC} and {@code CURRENT_USER} left out
 */
public record DeclaredPrivileges(List<Declared> first, List<Declared> statements, SortedSet<String> roles) {
    public DeclaredPrivileges {
        first = List.copyOf(first);
        statements = List.copyOf(statements);
    }

    /** A declaration that does not speak of privileges. */
    public static DeclaredPrivileges none() {
        return new DeclaredPrivileges(List.of(), List.of(), new TreeSet<>());
    }

    /** Whether the declaration does not speak of privileges. */
    public boolean isEmpty() {
        return first.isEmpty() && statements.isEmpty();
    }

    /** Whether it speaks of the privileges that objects get when somebody creates them. */
    public boolean haveDefaults() {
        return all().stream().anyMatch(DeclaredPrivileges::isDefault);
    }

    /** All of them. */
    public List<Declared> all() {
        List<Declared> all = new ArrayList<>(first);
        all.addAll(statements);
        return all;
    }

    /** Whether a statement is an {@code ALTER DEFAULT PRIVILEGES}. */
    public static boolean isDefault(Declared statement) {
        return statement.sql().regionMatches(true, 0, "alter", 0, 5);
    }
}
