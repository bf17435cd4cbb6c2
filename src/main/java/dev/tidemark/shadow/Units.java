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
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a declaration makes, each with all the statements about it: a table with its indexes, keys, triggers and comments. Functions of one name
 * are one unit.
 */
public final class Units {
    private static final QName NOBODYS = new QName("", "");

    private final List<Declared> ordered;
    private final Map<QName, List<Declared>> units = new LinkedHashMap<>();
    private final IdentityHashMap<Declared, QName> unitOf = new IdentityHashMap<>();
    private final Map<String, List<Declared>> makers = new HashMap<>();
    private final IdentityHashMap<Declared, Set<String>> names = new IdentityHashMap<>();
    private final IdentityHashMap<Declared, Boolean> foreignKeys = new IdentityHashMap<>();
    private final IdentityHashMap<Declared, Boolean> copies = new IdentityHashMap<>();
    private final Set<QName> tables = new HashSet<>();

    private Units(CompiledSchema schema) {
        this.ordered = schema.ordered();
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
            QName unit = find(declared);
            unitOf.put(declared, unit);
            units.computeIfAbsent(unit, name -> new ArrayList<>()).add(declared);
        }
    }

    /** Those of a declaration. */
    public static Units of(CompiledSchema schema) {
        return new Units(schema);
    }

    /** All of them, in lexical order. */
    public Set<QName> all() {
        return Collections.unmodifiableSet(units.keySet());
    }

    /** The statements about a unit, in lexical order. */
    public List<Declared> statements(QName unit) {
        return units.getOrDefault(unit, List.of());
    }

    /** The unit by whose statements an object of the catalog is declared, null where none does; sequences that a column's type makes belong to its table. */
    public @Nullable QName of(ObjectName object, @Nullable QName owningTable) {
        int arguments = object.name().indexOf('(');
        QName own = new QName(
                object.schema(), arguments < 0 ? object.name() : object.name().substring(0, arguments));
        if (units.containsKey(own)) {
            return own;
        }
        if (owningTable != null && units.containsKey(owningTable)) {
            return owningTable;
        }
        boolean named = object.kind() == ObjectKind.SEQUENCE || object.kind() == ObjectKind.STATISTICS;
        QName table = named ? tableOfSerial(own) : own;
        return units.containsKey(table) ? table : null;
    }

    /**
     * These units, and those whose meaning may hang on them though their own text is the same: whatever names them, or one of the other names, and what names
     * that in turn. A foreign key to a unit brings in its table, but not what names that table.
     */
    public Set<QName> withDependants(Set<QName> changed, Collection<String> otherNames) {
        Map<String, List<Declared>> users = users();
        Set<QName> found = new LinkedHashSet<>(changed);
        Deque<String> open = new ArrayDeque<>(otherNames);
        changed.forEach(unit -> open.addAll(namesOf(unit)));
        Set<String> seen = new HashSet<>();
        Set<QName> firm = new HashSet<>(changed);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!seen.add(name)) {
                continue;
            }
            for (Declared user : users.getOrDefault(name, List.of())) {
                QName unit = unit(user);
                found.add(unit);
                if (!ForeignKeys.onlyRefers(user, name) && firm.add(unit)) {
                    open.addAll(namesOf(unit));
                }
            }
        }
        return found;
    }

    /** By what names other statements speak of a unit and of what belongs to it. */
    private Set<String> namesOf(QName unit) {
        Set<String> own = new LinkedHashSet<>();
        for (Declared declared : statements(unit)) {
            ObjectName made = declared.creates();
            String name = made == null ? "" : ownName(made);
            if (!name.isEmpty()) {
                own.add(name);
            }
        }
        if (tables.contains(unit)) {
            own.add(unit.name());
        }
        return own;
    }

    private Map<String, List<Declared>> users() {
        Map<String, List<Declared>> users = new HashMap<>();
        for (Declared declared : ordered) {
            for (String name : names(declared)) {
                users.computeIfAbsent(name, n -> new ArrayList<>()).add(declared);
            }
        }
        return users;
    }

    List<Declared> ordered() {
        return ordered;
    }

    boolean isTable(QName unit) {
        return tables.contains(unit);
    }

    int tables() {
        return tables.size();
    }

    QName unit(Declared declared) {
        return unitOf.getOrDefault(declared, NOBODYS);
    }

    /** The statements that make something of this name. */
    List<Declared> makers(String name) {
        return makers.getOrDefault(name, List.of());
    }

    /** Names outside of bodies; of functions in SQL those inside too, for they are read when something that calls them is made. */
    Set<String> names(Declared declared) {
        return names.computeIfAbsent(declared, Units::readNames);
    }

    /** Whether it adds a foreign key to a table. */
    boolean addsForeignKey(Declared declared) {
        return foreignKeys.computeIfAbsent(declared, ForeignKeys::isOne);
    }

    /** Whether what it makes takes over indexes or keys of what it names: LIKE, INHERITS, PARTITION OF, ATTACH PARTITION. */
    boolean copies(Declared declared) {
        return copies.computeIfAbsent(declared, ForeignKeys::copies);
    }

    private static Set<String> readNames(Declared declared) {
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
    private QName find(Declared declared) {
        ObjectName target = declared.target();
        if (target == null) {
            return NOBODYS;
        }
        QName own = name(target);
        if (declared.names().contains("attach")) {
            for (String name : declared.names().subList(2, declared.names().size())) {
                for (Declared maker : makers(name)) {
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
        String name = sequence.name();
        for (int end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1)) {
            QName table = new QName(sequence.schema(), name.substring(0, end));
            if (tables.contains(table)) {
                return table;
            }
        }
        return sequence;
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
