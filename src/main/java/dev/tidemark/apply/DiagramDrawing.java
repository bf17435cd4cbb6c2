package dev.tidemark.apply;

import dev.tidemark.Diagram;
import dev.tidemark.Diagram.Mark;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of a plan before and after it. */
final class DiagramDrawing {
    private static final int MAX_TABLES = 24;
    private static final int MAX_COLUMNS = 14;
    private static final int LONGEST_DEFAULT = 24;

    private final Catalog live;
    private final Catalog declared;
    private final Plan plan;
    private final Map<QName, QName> tablesBefore = new HashMap<>();
    private final Map<ObjectName, String> columnsBefore = new HashMap<>();
    private final Set<ObjectName> dropped = new HashSet<>();
    private final Set<ObjectName> unapplied = new HashSet<>();
    private final Map<String, Diagram.Table> tables = new LinkedHashMap<>();
    private final Map<String, Diagram.Reference> references = new LinkedHashMap<>();

    private DiagramDrawing(Catalog live, Catalog declared, Diff diff, Plan plan) {
        this.live = live;
        this.declared = declared;
        this.plan = plan;
        for (Change change : diff.changes()) {
            if (change instanceof Change.RenameTable c) {
                tablesBefore.put(c.to(), c.from());
            } else if (change instanceof Change.RenameColumn c) {
                columnsBefore.put(c.table().object().member(ObjectKind.COLUMN, c.to()), c.from());
            }
        }
        for (Plan.Change change : plan.changes()) {
            boolean runs = change.fate() == Plan.Fate.APPLY || change.fate() == Plan.Fate.BLOCKED;
            if (!runs) {
                unapplied.add(change.object());
            } else if (change.action() == Plan.Action.DROP) {
                dropped.add(change.object());
            }
        }
    }

    static Diagram of(Catalog live, Catalog declared, Diff diff, Plan plan) {
        return new DiagramDrawing(live, declared, diff, plan).draw();
    }

    private Diagram draw() {
        List<Plan.Entry> changed = plan.entries().stream()
                .filter(entry -> entry.object().kind() == ObjectKind.TABLE
                        && !entry.changes().isEmpty())
                .toList();
        changed.stream().limit(MAX_TABLES).forEach(this::draw);
        List<Diagram.Reference> drawn = references.values().stream()
                .filter(reference -> tables.containsKey(reference.to()))
                .toList();
        return new Diagram(List.copyOf(tables.values()), drawn, Math.max(0, changed.size() - MAX_TABLES));
    }

    private void draw(Plan.Entry entry) {
        QName name = QName.of(entry.object());
        @Nullable Table after = declared.tables().get(name);
        @Nullable Table before = live.tables().get(tablesBefore.getOrDefault(name, name));
        boolean stays = unapplied.contains(entry.object());
        if (after == null && before != null && stays) {
            after = before;
        }
        if (after == null && before == null) {
            return;
        }
        Diagram.Table drawn = table(before, after, true);
        tables.put(drawn.id(), drawn);
        references(drawn.id(), before, after);
    }

    private Diagram.Table table(@Nullable Table before, @Nullable Table after, boolean changed) {
        List<Diagram.Column> columns = new ArrayList<>();
        Set<String> matched = new HashSet<>();
        if (after != null) {
            for (Column column : after.columns()) {
                ObjectName object = after.object().member(ObjectKind.COLUMN, column.name());
                String old = columnsBefore.getOrDefault(object, column.name());
                @Nullable
                Column was = before == null ? null : before.column(old).orElse(null);
                matched.add(old);
                columns.add(column(before, was, after, was != null && unapplied.contains(object) ? was : column));
            }
        }
        if (before != null) {
            for (Column column : before.columns()) {
                if (!matched.contains(column.name())) {
                    boolean goes =
                            after == null || dropped.contains(after.object().member(ObjectKind.COLUMN, column.name()));
                    columns.add(column(before, column, after == null ? before : after, goes ? null : column));
                }
            }
        }
        List<Diagram.Column> shown = columns.stream()
                .filter(c -> c.mark() != Mark.SAME || c.key() || c.reference())
                .limit(MAX_COLUMNS)
                .toList();
        return new Diagram.Table(name(before), name(after), changed, shown, columns.size() - shown.size());
    }

    private static Diagram.Column column(
            @Nullable Table before, @Nullable Column was, @Nullable Table after, @Nullable Column will) {
        boolean key = isIn(before, was, Constraint.Kind.PRIMARY_KEY) || isIn(after, will, Constraint.Kind.PRIMARY_KEY);
        boolean reference =
                isIn(before, was, Constraint.Kind.FOREIGN_KEY) || isIn(after, will, Constraint.Kind.FOREIGN_KEY);
        return new Diagram.Column(side(was), side(will), key, reference);
    }

    private static boolean isIn(@Nullable Table table, @Nullable Column column, Constraint.Kind kind) {
        return table != null
                && column != null
                && table.constraints().stream()
                        .anyMatch(c -> c.kind() == kind && c.columns().contains(column.name()));
    }

    private static Diagram.@Nullable Side side(@Nullable Column column) {
        if (column == null) {
            return null;
        }
        @Nullable String value = column.defaultSql();
        boolean isShort =
                value != null && value.length() <= LONGEST_DEFAULT && column.generated() == Column.Generated.NO;
        return new Diagram.Side(
                column.name(),
                column.type() + (column.notNull() ? " NOT NULL" : "") + (isShort ? " DEFAULT " + value : ""));
    }

    private void references(String from, @Nullable Table before, @Nullable Table after) {
        Set<String> was = targets(before);
        Set<String> will = targets(after);
        for (Table table : before == null ? List.<Table>of() : List.of(before)) {
            keys(table).forEach(key -> reference(from, key, will.contains(id(key)) ? Mark.SAME : Mark.DROPPED));
        }
        for (Table table : after == null ? List.<Table>of() : List.of(after)) {
            keys(table).forEach(key -> reference(from, key, was.contains(id(key)) ? Mark.SAME : Mark.ADDED));
        }
    }

    private void reference(String from, Constraint key, Mark mark) {
        @Nullable QName target = key.references();
        if (target == null) {
            return;
        }
        String to = present(target);
        references.putIfAbsent(from + "\0" + id(key), new Diagram.Reference(from, to, key.columns(), mark));
        if (!tables.containsKey(to) && tables.size() < 2 * MAX_TABLES && !isChanged(to)) {
            @Nullable Table table = declared.tables().get(target);
            table = table == null ? live.tables().get(target) : table;
            if (table != null) {
                tables.put(to, table(table, table, false));
            }
        }
    }

    /** Whether it is drawn as a changed table later. */
    private boolean isChanged(String id) {
        return plan.entries().stream()
                .anyMatch(entry -> entry.object().kind() == ObjectKind.TABLE
                        && !entry.changes().isEmpty()
                        && entry.object().display().equals(id));
    }

    private static List<Constraint> keys(Table table) {
        return table.constraints().stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .toList();
    }

    private Set<String> targets(@Nullable Table table) {
        Set<String> targets = new HashSet<>();
        if (table != null) {
            keys(table).forEach(key -> targets.add(id(key)));
        }
        return targets;
    }

    private String id(Constraint key) {
        @Nullable QName target = key.references();
        return (target == null ? "" : present(target)) + "(" + String.join(",", key.columns()) + ")";
    }

    /** The name of a table after the plan, as people read it. */
    private String present(QName name) {
        QName now = tablesBefore.entrySet().stream()
                .filter(e -> e.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
        return ObjectName.of(ObjectKind.TABLE, now.schema(), now.name()).display();
    }

    private static @Nullable String name(@Nullable Table table) {
        return table == null ? null : table.object().display();
    }
}
