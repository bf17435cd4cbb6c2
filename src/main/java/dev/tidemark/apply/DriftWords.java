package dev.tidemark.apply;

import dev.tidemark.DriftReport.Drifted;
import dev.tidemark.DriftReport.What;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names what drifted, once: what went or came with something else that is named is not said besides it. */
record DriftWords(Catalog live, Catalog declared, SortedMap<ObjectName, What> drifted, Plan wayBack, RowDrift rows) {
    List<Drifted> objects() {
        Map<ObjectName, String> summaries = wayBack.changes().stream()
                .collect(Collectors.groupingBy(
                        Plan.Change::object, Collectors.mapping(Plan.Change::summary, Collectors.joining("; "))));
        List<Drifted> objects = new ArrayList<>();
        drifted.forEach((object, what) -> {
            if (!follows(object, what)) {
                objects.add(new Drifted(object, what, summaries.getOrDefault(object, plain(what))));
            }
        });
        rows.words().forEach((object, words) -> objects.add(new Drifted(object, What.CHANGED, words)));
        objects.sort(Comparator.comparing(Drifted::object));
        return objects;
    }

    private static String plain(What what) {
        return switch (what) {
            case APPEARED -> "it was not there when the version was recorded";
            case CHANGED -> "its definition is not the recorded one";
            case VANISHED -> "it is gone";
        };
    }

    private boolean follows(ObjectName object, What what) {
        return followsItsOwner(object, what)
                || followsItsConstraint(object, what)
                || followsAColumn(object, what)
                || followsAsSequence(object, what);
    }

    /** Members of a whole object that came or went, and columns of a view that is another one. */
    private boolean followsItsOwner(ObjectName object, What what) {
        if (object.member().isEmpty()) {
            return false;
        }
        What table = drifted.get(ObjectName.of(ObjectKind.TABLE, object.schema(), object.name()));
        return (table == what && what != What.CHANGED)
                || drifted.containsKey(ObjectName.of(ObjectKind.VIEW, object.schema(), object.name()))
                || drifted.containsKey(ObjectName.of(ObjectKind.MATERIALIZED_VIEW, object.schema(), object.name()));
    }

    /** The index of a key. */
    private boolean followsItsConstraint(ObjectName object, What what) {
        return object.kind() == ObjectKind.INDEX
                && drifted.get(new ObjectName(ObjectKind.CONSTRAINT, object.schema(), object.name(), object.member()))
                        == what;
    }

    /** Keys and indexes go with their columns. */
    private boolean followsAColumn(ObjectName object, What what) {
        if (object.member().isEmpty()) {
            return false;
        }
        return columns(what == What.VANISHED ? declared : live, object).stream()
                .anyMatch(column -> what != What.CHANGED
                        && drifted.get(new ObjectName(ObjectKind.COLUMN, object.schema(), object.name(), column))
                                == what);
    }

    private static List<String> columns(Catalog catalog, ObjectName object) {
        Table table = catalog.tables().get(QName.of(object));
        if (table == null) {
            return List.of();
        }
        return switch (object.kind()) {
            case INDEX -> table.index(object.member()).map(Index::columns).orElse(List.of());
            case CONSTRAINT ->
                table.constraint(object.member()).map(Constraint::columns).orElse(List.of());
            default -> List.of();
        };
    }

    /** The sequence of a serial column. */
    private boolean followsAsSequence(ObjectName object, What what) {
        if (object.kind() != ObjectKind.SEQUENCE) {
            return false;
        }
        QName name = QName.of(object);
        @Nullable
        Sequence sequence =
                (what == What.VANISHED ? declared : live).sequences().get(name);
        if (sequence == null || sequence.ownedByTable() == null || sequence.ownedByColumn() == null) {
            return false;
        }
        ObjectName table = ObjectName.of(
                ObjectKind.TABLE,
                sequence.ownedByTable().schema(),
                sequence.ownedByTable().name());
        return drifted.get(table) == what
                || drifted.get(table.member(ObjectKind.COLUMN, sequence.ownedByColumn())) == what;
    }
}
