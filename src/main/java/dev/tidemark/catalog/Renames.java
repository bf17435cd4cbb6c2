package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a catalog the one that PostgreSQL would show after some {@code ALTER … RENAME}: names, and the texts that mention them.
 *
 * <p>Columns are not followed into the queries of views: whether an output column keeps its old name there is the view's own affair.
 *
 * @param relations tables, views and sequences, old name to new
 * @param types enums, old name to new
 * @param columns by the old name of their table: old name to new
 * @param labels by the old name of their enum: old label to new
 */
public record Renames(
        Map<QName, QName> relations,
        Map<QName, QName> types,
        Map<QName, Map<String, String>> columns,
        Map<QName, Map<String, String>> labels) {
    public Renames {
        relations = Map.copyOf(relations);
        types = Map.copyOf(types);
        columns = Map.copyOf(columns);
        labels = Map.copyOf(labels);
    }

    /** Whether nothing is renamed. */
    public boolean isEmpty() {
        return relations.isEmpty() && types.isEmpty() && columns.isEmpty() && labels.isEmpty();
    }

    /** The catalog under the new names. */
    public Catalog apply(Catalog catalog) {
        if (isEmpty()) {
            return catalog;
        }
        return catalog.mapped(
                this::renamed, d -> new Dependency(object(d.dependent()), object(d.on()), column(d.on(), d.column())));
    }

    private CatalogObject renamed(CatalogObject object) {
        return switch (object) {
            case SchemaInfo schema -> schema;
            case Table table -> table(table);
            case View view -> view(view);
            case EnumType type -> enumType(type);
            case Sequence sequence -> sequence(sequence);
            case OtherObject other -> other(other);
        };
    }

    /** The new name of an object, or its old one. */
    public ObjectName object(ObjectName old) {
        QName owner = QName.of(old);
        QName renamed = switch (old.kind()) {
            case TYPE -> type(owner);
            case SCHEMA, EXTENSION, FUNCTION, STATISTICS, COMMENT, DATA_STEP, ROWS -> owner;
            case TABLE, COLUMN, CONSTRAINT, INDEX, VIEW, MATERIALIZED_VIEW, SEQUENCE, TRIGGER, POLICY, RULE, OTHER ->
                relation(owner);
        };
        String member = old.kind() == ObjectKind.COLUMN ? column(owner, old.member()) : old.member();
        return new ObjectName(old.kind(), renamed.schema(), renamed.name(), member);
    }

    /** The new name of a table, view or sequence, or its old one. */
    public QName relation(QName old) {
        return relations.getOrDefault(old, old);
    }

    QName type(QName old) {
        return types.getOrDefault(old, old);
    }

    String column(QName table, String old) {
        return columnsOf(table).getOrDefault(old, old);
    }

    private @Nullable String column(ObjectName on, @Nullable String old) {
        return old == null ? null : column(QName.of(on), old);
    }

    Map<String, String> columnsOf(QName table) {
        return columns.getOrDefault(table, Map.of());
    }

    private Table table(Table t) {
        RenamingText text = new RenamingText(this, columnsOf(t.name()), List.of());
        return new Table(
                relation(t.name()),
                t.relkind(),
                t.unlogged(),
                t.options(),
                text.orNull(t.partitionKey()),
                text.orNull(t.partitionBound()),
                t.partitionConstraint(),
                t.parents().stream().map(this::relation).toList(),
                t.rowSecurity(),
                t.properties().ofType(text.orNull(t.properties().type())),
                t.columns().stream().map(c -> column(t.name(), c, text)).toList(),
                t.constraints().stream().map(c -> constraint(t.name(), c, text)).toList(),
                t.indexes().stream().map(i -> index(t.name(), i, text)).toList(),
                t.owner(),
                t.comment(),
                t.estimatedRows(),
                t.bytes(),
                t.empty());
    }

    private Column column(QName owner, Column c, RenamingText text) {
        RenamingText plain = new RenamingText(this, Map.of(), List.of());
        RenamingText value = c.generated() == Column.Generated.NO ? plain : text;
        return new Column(
                column(owner, c.name()),
                c.position(),
                plain.apply(c.type()),
                c.notNull(),
                c.collation(),
                value.orNull(c.defaultSql()),
                c.generated(),
                c.identity(),
                c.storage(),
                c.compression(),
                c.statistics(),
                c.comment(),
                c.local(),
                c.properties());
    }

    private Constraint constraint(QName owner, Constraint c, RenamingText text) {
        QName references = c.references();
        return new Constraint(
                c.name(),
                c.kind(),
                references == null
                        ? text.apply(c.definition())
                        : text.foreignKey(c.definition(), columnsOf(references)),
                c.columns().stream().map(name -> column(owner, name)).toList(),
                references == null ? null : relation(references),
                references == null
                        ? c.referencedColumns()
                        : c.referencedColumns().stream()
                                .map(name -> column(references, name))
                                .toList(),
                c.validated(),
                c.deferrable(),
                c.initiallyDeferred(),
                c.noInherit(),
                c.local(),
                c.index(),
                c.comment());
    }

    private Index index(QName owner, Index i, RenamingText text) {
        return new Index(
                i.name(),
                text.index(i.definition()),
                i.unique(),
                i.columns().stream().map(name -> column(owner, name)).toList(),
                i.constraint(),
                i.valid(),
                i.building(),
                i.clustered(),
                i.replicaIdentity(),
                i.parent(),
                i.comment());
    }

    private View view(View v) {
        RenamingText text = new RenamingText(this, Map.of(), v.dependsOn());
        return new View(
                relation(v.name()),
                v.materialized(),
                text.apply(v.definition()),
                v.options(),
                v.columns().stream().map(c -> column(v.name(), c, text)).toList(),
                v.indexes().stream().map(i -> index(v.name(), i, text)).toList(),
                v.dependsOn().stream().map(this::relation).sorted().toList(),
                v.owner(),
                v.comment(),
                v.populated(),
                v.grants());
    }

    private EnumType enumType(EnumType e) {
        Map<String, String> renamed = labels.getOrDefault(e.name(), Map.of());
        return new EnumType(
                type(e.name()),
                e.labels().stream().map(l -> renamed.getOrDefault(l, l)).toList(),
                e.owner(),
                e.comment());
    }

    private Sequence sequence(Sequence s) {
        QName table = s.ownedByTable();
        String column = s.ownedByColumn();
        return new Sequence(
                relation(s.name()),
                s.options(),
                s.unlogged(),
                table == null ? null : relation(table),
                table == null || column == null ? column : column(table, column),
                s.owner(),
                s.comment());
    }

    private OtherObject other(OtherObject o) {
        QName owner = QName.of(o.name());
        Map<String, String> own = o.name().member().isEmpty() ? Map.of() : columnsOf(owner);
        RenamingText text = new RenamingText(this, own, List.of());
        ObjectName name = object(o.name());
        return new OtherObject(
                new ObjectName(name.kind(), name.schema(), text.apply(name.name()), name.member()),
                text.apply(o.definition()),
                attributes(o, text),
                o.comment());
    }

    private static SortedMap<String, String> attributes(OtherObject o, RenamingText text) {
        SortedMap<String, String> attributes = new TreeMap<>();
        o.attributes().forEach((name, value) -> attributes.put(name, text.apply(value)));
        return attributes;
    }
}
