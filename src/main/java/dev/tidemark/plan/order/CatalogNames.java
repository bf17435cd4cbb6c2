package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogObject;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names in a catalog, those of parts of relations too; looked up where somebody asks for them. Indexes of keys are no parts by themselves. */
final class CatalogNames {
    private final Catalog catalog;
    private @Nullable Map<QName, List<ObjectName>> onRelations;

    CatalogNames(Catalog catalog) {
        this.catalog = catalog;
    }

    boolean contains(ObjectName object) {
        Table table = catalog.tables().get(QName.of(object));
        return switch (object.kind()) {
            case COLUMN -> table != null && table.column(object.member()).isPresent();
            case CONSTRAINT ->
                table != null && table.constraint(object.member()).isPresent();
            case INDEX -> indexes(QName.of(object)).anyMatch(object::equals);
            default -> catalog.has(object);
        };
    }

    /** All but parts of relations. */
    Stream<ObjectName> standing() {
        return catalog.objects().stream()
                .map(CatalogObject::object)
                .filter(o -> o.member().isEmpty());
    }

    /** Columns, constraints, indexes, and what hangs on a relation as trigger, rule or policy. */
    Stream<ObjectName> parts(QName relation) {
        Table table = catalog.tables().get(relation);
        Stream<ObjectName> own = table == null
                ? Stream.empty()
                : Stream.concat(
                        table.columns().stream().map(c -> table.object().member(ObjectKind.COLUMN, c.name())),
                        table.constraints().stream().map(c -> table.object().member(ObjectKind.CONSTRAINT, c.name())));
        return Stream.of(own, indexes(relation), onRelations().getOrDefault(relation, List.of()).stream())
                .flatMap(s -> s);
    }

    /** What is in this catalog and not in the other one. */
    Stream<ObjectName> without(Catalog other) {
        CatalogNames others = new CatalogNames(other);
        return catalog.objects().stream()
                .filter(object -> !isSame(object, other))
                .flatMap(object -> Stream.concat(Stream.of(object.object()), own(object)))
                .filter(name -> !others.contains(name));
    }

    /** What is in step as the record says is one and the same object in both catalogs: no need to compare what it holds. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(CatalogObject object, Catalog other) {
        return switch (object) {
            case Table table -> table == other.tables().get(table.name());
            case View view -> view == other.views().get(view.name());
            default -> other.has(object.object());
        };
    }

    private Stream<ObjectName> own(CatalogObject object) {
        return object instanceof Table || object instanceof View ? parts(QName.of(object.object())) : Stream.empty();
    }

    private Stream<ObjectName> indexes(QName relation) {
        Table table = catalog.tables().get(relation);
        View view = catalog.views().get(relation);
        return table != null
                ? indexes(table.object(), table.indexes())
                : view != null ? indexes(view.object(), view.indexes()) : Stream.empty();
    }

    private static Stream<ObjectName> indexes(ObjectName relation, List<Index> indexes) {
        return indexes.stream()
                .filter(i -> i.constraint() == null)
                .map(i -> relation.member(ObjectKind.INDEX, i.name()));
    }

    private Map<QName, List<ObjectName>> onRelations() {
        if (onRelations == null) {
            Map<QName, List<ObjectName>> all = new HashMap<>();
            catalog.others().stream()
                    .map(OtherObject::name)
                    .filter(o -> !o.member().isEmpty())
                    .forEach(o -> all.computeIfAbsent(QName.of(o), k -> new ArrayList<>())
                            .add(o));
            onRelations = all;
        }
        return onRelations;
    }
}
