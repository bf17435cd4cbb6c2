package dev.tidemark.export;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.types.Definitions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements of a catalog, kind by kind; the reader of declarations then puts before each what it names. */
final class Statements {
    private static final Set<ObjectKind> OF_RELATIONS =
            Set.of(ObjectKind.TRIGGER, ObjectKind.POLICY, ObjectKind.RULE, ObjectKind.STATISTICS);

    private final Exporter.Source source;
    private final Catalog catalog;
    private final List<String> sql = new ArrayList<>();

    Statements(Exporter.Source source) {
        this.source = source;
        this.catalog = source.catalog();
    }

    String text() {
        catalog.schemas().values().forEach(schema -> sql.addAll(Definitions.of(schema)));
        sql.addAll(source.first());
        catalog.enums().values().forEach(type -> sql.addAll(Definitions.of(type)));
        others(ObjectKind.TYPE).forEach(this::add);
        catalog.sequences().values().forEach(sequence -> sql.addAll(Definitions.of(sequence)));
        others(ObjectKind.FUNCTION).forEach(this::add);
        catalog.others().stream()
                .filter(o -> o.name().kind() != ObjectKind.TYPE
                        && o.name().kind() != ObjectKind.FUNCTION
                        && !OF_RELATIONS.contains(o.name().kind()))
                .forEach(this::add);
        tables();
        views();
        catalog.others().stream()
                .filter(o -> OF_RELATIONS.contains(o.name().kind()))
                .forEach(this::add);
        StringBuilder text = new StringBuilder();
        sql.forEach(statement -> text.append(statement)
                .append(statement.lastIndexOf("--") > statement.lastIndexOf('\n') ? "\n;\n" : ";\n"));
        return text.toString();
    }

    private Stream<OtherObject> others(ObjectKind kind) {
        return catalog.others().stream().filter(o -> o.name().kind() == kind);
    }

    private void add(OtherObject object) {
        sql.addAll(Definitions.of(object));
    }

    /** Each after those that it refers to, is part of or inherits from; foreign keys that close a circle come after all. */
    private void tables() {
        Set<QName> written = new LinkedHashSet<>();
        Set<QName> waiting = new TreeSet<>(catalog.tables().keySet());
        Set<Constraint> inside = new HashSet<>();
        while (!waiting.isEmpty()) {
            QName next = waiting.stream()
                    .filter(name -> isReady(table(name), written, true))
                    .findFirst()
                    .or(() -> waiting.stream()
                            .filter(name -> isReady(table(name), written, false))
                            .findFirst())
                    .orElseGet(() -> waiting.iterator().next());
            waiting.remove(next);
            written.add(next);
            Table table = table(next);
            table.constraints().stream()
                    .filter(c -> c.references() != null && written.contains(c.references()))
                    .forEach(inside::add);
            sql.addAll(Definitions.of(table, parent(table), inside::contains));
            catalog.sequences().values().stream()
                    .filter(sequence -> next.equals(sequence.ownedByTable()))
                    .forEach(sequence -> sql.addAll(Definitions.ownership(sequence)));
        }
        catalog.tables()
                .values()
                .forEach(table -> sql.addAll(Definitions.laterKeys(table, parent(table), inside::contains)));
    }

    private Table table(QName name) {
        Table table = catalog.tables().get(name);
        if (table == null) {
            throw new IllegalStateException("no table " + name);
        }
        return table;
    }

    private boolean isReady(Table table, Set<QName> written, boolean keys) {
        return table.parents().stream()
                        .allMatch(p -> written.contains(p) || !catalog.tables().containsKey(p))
                && (!keys
                        || table.constraints().stream()
                                .map(Constraint::references)
                                .allMatch(target -> target == null
                                        || target.equals(table.name())
                                        || written.contains(target)
                                        || !catalog.tables().containsKey(target)));
    }

    private @Nullable Table parent(Table table) {
        return table.isPartition() && !table.parents().isEmpty()
                ? catalog.tables().get(table.parents().get(0))
                : null;
    }

    /** Each after those that it reads. */
    private void views() {
        Set<QName> waiting = new TreeSet<>(catalog.views().keySet());
        while (!waiting.isEmpty()) {
            QName next = waiting.stream()
                    .filter(name ->
                            view(name).dependsOn().stream().noneMatch(on -> !on.equals(name) && waiting.contains(on)))
                    .findFirst()
                    .orElseGet(() -> waiting.iterator().next());
            waiting.remove(next);
            sql.addAll(Definitions.of(view(next)));
        }
    }

    private View view(QName name) {
        View view = catalog.views().get(name);
        if (view == null) {
            throw new IllegalStateException("no view " + name);
        }
        return view;
    }
}
