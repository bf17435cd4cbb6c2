package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.Declared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits a declaration: each chunk holds some objects with all their statements and, as stand-ins, the declarations of what those name, transitively,
 * without the indexes, foreign keys, triggers and comments of the latter.
 */
final class Chunks {
    private static final Set<ObjectKind> NO_DECLARATION =
            Set.of(ObjectKind.INDEX, ObjectKind.TRIGGER, ObjectKind.POLICY, ObjectKind.RULE, ObjectKind.STATISTICS);
    private static final Set<String> LATE_WORDS = Set.of("attach", "comment");

    private final Units units;
    private final int cap;
    private final IdentityHashMap<Declared, Integer> positions = new IdentityHashMap<>();
    private final IdentityHashMap<Declared, Declared> standIns = new IdentityHashMap<>();

    /** What this chunk holds with all its statements, although it does not decide it: parents and patterns, whose indexes and keys their children take over. */
    private Set<QName> entire = new HashSet<>();

    private Chunks(Units units, int cap) {
        this.units = units;
        this.cap = cap;
        for (Declared declared : units.ordered()) {
            positions.put(declared, positions.size());
        }
    }

    /** All units: one chunk where they have at most {@code cap} tables; else chunks of at most so many, save where one object alone names more. */
    static List<Chunk> of(Units units, int cap) {
        return units.tables() <= cap
                ? List.of(new Chunk(units.ordered(), units.all(), units.all()))
                : new Chunks(units, cap).split(units.all());
    }

    /** Only these units, and stand-ins of what they name. */
    static List<Chunk> of(Units units, Set<QName> wanted, int cap) {
        return new Chunks(units, cap).split(wanted);
    }

    private List<Chunk> split(Set<QName> wanted) {
        List<Chunk> chunks = new ArrayList<>();
        Set<Declared> held = identities();
        Set<QName> whole = new LinkedHashSet<>();
        int tables = 0;
        for (QName unit : units.all()) {
            if (!wanted.contains(unit)) {
                continue;
            }
            Set<Declared> more = closure(units.statements(unit), held);
            if (!whole.isEmpty() && tables + tablesIn(more) > cap) {
                chunks.add(chunk(held, whole));
                held = identities();
                whole = new LinkedHashSet<>();
                entire = new HashSet<>();
                tables = 0;
                more = closure(units.statements(unit), held);
            }
            tables += tablesIn(more);
            held.addAll(more);
            whole.add(unit);
        }
        chunks.add(chunk(held, whole));
        return chunks;
    }

    private static Set<Declared> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** A table that is only named needs no foreign keys. */
    private Chunk chunk(Set<Declared> held, Set<QName> whole) {
        List<Declared> statements = held.stream()
                .sorted((a, b) -> Integer.compare(position(a), position(b)))
                .map(d -> whole.contains(units.unit(d)) || entire.contains(units.unit(d)) ? d : standIn(d))
                .toList();
        return new Chunk(statements, whole, units.all());
    }

    private int position(Declared declared) {
        return positions.getOrDefault(declared, 0);
    }

    private Declared standIn(Declared declared) {
        return standIns.computeIfAbsent(declared, ForeignKeys::without);
    }

    private static int tablesIn(Set<Declared> statements) {
        int tables = 0;
        for (Declared declared : statements) {
            ObjectName made = declared.creates();
            tables += made != null && made.kind() == ObjectKind.TABLE ? 1 : 0;
        }
        return tables;
    }

    /** These statements and all declarations that they name, transitively, as far as they are not held yet. */
    private Set<Declared> closure(List<Declared> statements, Set<Declared> held) {
        Set<Declared> found = identities();
        Set<Declared> own = identities();
        own.addAll(statements);
        Deque<Declared> open = new ArrayDeque<>(statements);
        while (!open.isEmpty()) {
            Declared declared = open.remove();
            boolean complete = own.contains(declared) || entire.contains(units.unit(declared));
            if ((held.contains(declared) && !complete) || !found.add(declared)) {
                continue;
            }
            Declared meant = complete ? declared : standIn(declared);
            Collection<String> names = meant.equals(declared) ? units.names(declared) : meant.names();
            boolean copies = units.copies(meant);
            for (String name : names) {
                for (Declared maker : units.makers(name)) {
                    QName unit = units.unit(maker);
                    open.add(maker);
                    if (copies && entire.add(unit)) {
                        found.removeAll(units.statements(unit));
                    }
                    open.addAll(entire.contains(unit) ? units.statements(unit) : declarationOf(unit));
                }
            }
        }
        found.removeAll(held);
        return found;
    }

    private List<Declared> declarationOf(QName unit) {
        List<Declared> all = units.statements(unit);
        return units.isTable(unit) ? all.stream().filter(this::isDeclaration).toList() : all;
    }

    private boolean isDeclaration(Declared declared) {
        ObjectName made = declared.creates();
        boolean creation = made != null && made.kind() == ObjectKind.TABLE;
        boolean late = declared.names().stream().anyMatch(LATE_WORDS::contains) || units.addsForeignKey(declared);
        return creation || !(late || isMadeLate(declared));
    }

    private static boolean isMadeLate(Declared declared) {
        ObjectName made = declared.creates();
        return made != null
                ? NO_DECLARATION.contains(made.kind())
                : declared.names().contains("index");
    }
}
