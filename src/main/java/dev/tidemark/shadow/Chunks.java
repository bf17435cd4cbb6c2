package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.OtherNames;
import dev.tidemark.schema.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits a declaration of many tables: each chunk holds some objects with all their statements and the declarations of what those name, transitively,
 * without the indexes, foreign keys, triggers and comments of the latter.
 */
final class Chunks {
    private static final Set<ObjectKind> NO_DECLARATION =
            Set.of(ObjectKind.INDEX, ObjectKind.TRIGGER, ObjectKind.POLICY, ObjectKind.RULE, ObjectKind.STATISTICS);
    private static final Set<String> LATE_WORDS = Set.of("references", "attach", "comment");

    private final List<Declared> ordered;
    private final int cap;
    private final Map<QName, List<Declared>> units = new LinkedHashMap<>();
    private final Map<Declared, QName> unitOf = new HashMap<>();
    private final Map<String, List<Declared>> makers = new HashMap<>();
    private final Set<QName> tables = new HashSet<>();

    private Chunks(CompiledSchema schema, int cap) {
        this.ordered = schema.ordered();
        this.cap = cap;
        for (Declared declared : ordered) {
            ObjectName made = declared.creates();
            if (made != null) {
                makers.computeIfAbsent(ownName(made), name -> new ArrayList<>()).add(declared);
                if (made.member().isEmpty() && made.kind() != ObjectKind.STATISTICS) {
                    units.putIfAbsent(name(made), new ArrayList<>());
                }
                if (made.kind() == ObjectKind.TABLE) {
                    tables.add(name(made));
                }
            }
        }
        for (Declared declared : ordered) {
            QName unit = unit(declared);
            unitOf.put(declared, unit);
            units.computeIfAbsent(unit, name -> new ArrayList<>()).add(declared);
        }
    }

    /** One chunk where the declaration has at most {@code cap} tables; else chunks of at most so many, save where one object alone names more. */
    static List<Chunk> of(CompiledSchema schema, int cap) {
        Chunks chunks = new Chunks(schema, cap);
        return chunks.tables.size() <= cap
                ? List.of(new Chunk(schema.ordered(), chunks.units.keySet(), chunks.units.keySet()))
                : chunks.split();
    }

    private List<Chunk> split() {
        List<Chunk> chunks = new ArrayList<>();
        Set<Declared> held = new HashSet<>();
        Set<QName> whole = new LinkedHashSet<>();
        for (QName unit : units.keySet()) {
            Set<Declared> more = closure(units.getOrDefault(unit, List.of()), held);
            if (!whole.isEmpty() && tablesIn(held) + tablesIn(more) > cap) {
                chunks.add(chunk(held, whole));
                held = new HashSet<>();
                whole = new LinkedHashSet<>();
                more = closure(units.getOrDefault(unit, List.of()), held);
            }
            held.addAll(more);
            whole.add(unit);
        }
        chunks.add(chunk(held, whole));
        return chunks;
    }

    private Chunk chunk(Set<Declared> held, Set<QName> whole) {
        return new Chunk(ordered.stream().filter(held::contains).toList(), whole, units.keySet());
    }

    private static long tablesIn(Set<Declared> statements) {
        return statements.stream()
                .filter(d -> d.creates() != null && d.creates().kind() == ObjectKind.TABLE)
                .count();
    }

    /** These statements and all declarations that they name, transitively, as far as they are not held yet. */
    private Set<Declared> closure(List<Declared> statements, Set<Declared> held) {
        Set<Declared> found = new LinkedHashSet<>();
        Deque<Declared> open = new ArrayDeque<>(statements);
        while (!open.isEmpty()) {
            Declared declared = open.remove();
            if (held.contains(declared) || !found.add(declared)) {
                continue;
            }
            for (String name : namesOf(declared)) {
                for (Declared maker : makers.getOrDefault(name, List.of())) {
                    open.add(maker);
                    open.addAll(declarationOf(unitOf.get(maker)));
                }
            }
        }
        return found;
    }

    private List<Declared> declarationOf(@Nullable QName unit) {
        if (unit == null) {
            return List.of();
        }
        List<Declared> all = units.getOrDefault(unit, List.of());
        return tables.contains(unit)
                ? all.stream().filter(Chunks::isDeclaration).toList()
                : all;
    }

    private static boolean isDeclaration(Declared declared) {
        ObjectName made = declared.creates();
        boolean creation = made != null && made.kind() == ObjectKind.TABLE;
        boolean late = declared.names().stream().anyMatch(LATE_WORDS::contains);
        return creation || !(late || isMadeLate(declared));
    }

    private static boolean isMadeLate(Declared declared) {
        ObjectName made = declared.creates();
        return made != null
                ? NO_DECLARATION.contains(made.kind())
                : declared.names().contains("index");
    }

    /** Names outside of bodies; of functions in SQL those inside too, for they are read when something that calls them is made. */
    private static Set<String> namesOf(Declared declared) {
        Set<String> names = new LinkedHashSet<>(declared.names());
        ObjectName made = declared.creates();
        if (made != null && made.kind() == ObjectKind.FUNCTION && names.contains("sql")) {
            for (Token token : Lexer.tokens(declared.sql(), "")) {
                if (token.kind() == Token.Kind.BODY || token.kind() == Token.Kind.STRING) {
                    addWords(token.value(), names);
                }
            }
        }
        return names;
    }

    private static void addWords(String body, Set<String> names) {
        int start = -1;
        for (int i = 0; i <= body.length(); i++) {
            boolean part = i < body.length() && Character.isUnicodeIdentifierPart(body.charAt(i));
            if (part && start < 0) {
                start = i;
            } else if (!part && start >= 0) {
                names.add(body.substring(start, i));
                start = -1;
            }
        }
    }

    /** The object that a statement counts to: what it is about, or the child that it attaches. */
    private QName unit(Declared declared) {
        ObjectName target = declared.target();
        if (target == null) {
            return new QName("", "");
        }
        QName own = name(target);
        if (declared.names().contains("attach")) {
            for (String name : declared.names().subList(2, declared.names().size())) {
                for (Declared maker : makers.getOrDefault(name, List.of())) {
                    ObjectName made = maker.creates();
                    if (made != null && !name(made).equals(own) && tables.contains(name(made))) {
                        return name(made);
                    }
                }
            }
        }
        return units.containsKey(own) ? own : tableOfSerial(own);
    }

    /** A sequence that nobody creates is a column's: {@code table_column_seq}. */
    private QName tableOfSerial(QName sequence) {
        QName best = sequence;
        int longest = 0;
        for (QName table : tables) {
            boolean fits = table.schema().equals(sequence.schema())
                    && sequence.name().startsWith(table.name() + "_")
                    && table.name().length() > longest;
            if (fits) {
                best = table;
                longest = table.name().length();
            }
        }
        return best;
    }

    private static QName name(ObjectName object) {
        return new QName(object.schema(), object.name());
    }

    private static String ownName(ObjectName made) {
        if (made.kind() == ObjectKind.INDEX) {
            return made.member();
        }
        boolean member = !made.member().isEmpty();
        return member ? "" : OtherNames.bare(made);
    }
}
