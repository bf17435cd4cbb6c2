package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One stable hash per object over all that defines it, for drift: equal objects have equal ones whatever the session, the owner, the number of rows or
 * the order of columns. They hold for one major version of PostgreSQL, whose deparsers differ.
 */
public final class Fingerprints {
    /** Rises when the same objects come to have other fingerprints, or when a difference that counts is not among what they cover. */
    public static final String FORMAT = "f1";

    private Fingerprints() {}

    /** The fingerprints of schemas, relations, their members, types, sequences and everything else that the catalog holds. */
    public static SortedMap<ObjectName, String> of(Catalog catalog) {
        return of(catalog, catalog.major());
    }

    /** The same, with what is known of some of its tables; those that are new are added. */
    static SortedMap<ObjectName, String> of(
            Catalog catalog, IdentityHashMap<Table, SortedMap<ObjectName, String>> known) {
        SortedMap<ObjectName, String> all = new Texts(true).ofAllButTables(catalog);
        all.replaceAll((name, text) -> hash(catalog.major(), text));
        for (Table table : catalog.tables().values()) {
            all.putAll(known.computeIfAbsent(table, one -> {
                SortedMap<ObjectName, String> own = new Texts(true).of(one);
                own.replaceAll((name, text) -> hash(catalog.major(), text));
                return own;
            }));
        }
        return all;
    }

    /** The same, as if another major version had shown these texts: for records from before an upgrade of the server. */
    public static SortedMap<ObjectName, String> of(Catalog catalog, int major) {
        SortedMap<ObjectName, String> all = texts(catalog);
        all.replaceAll((name, text) -> hash(major, text));
        return all;
    }

    /**
     * Whether an object is the same in both catalogs, by all that defines it as the server shows it; what {@link SqlText#same} passes over is no difference.
     * An object that is in neither of them is the same in both.
     */
    public static Predicate<ObjectName> sameIn(Catalog one, Catalog other) {
        SortedMap<ObjectName, String> texts = new Texts(false).of(one);
        SortedMap<ObjectName, String> others = new Texts(false).of(other);
        return object -> SqlText.same(texts.get(object), others.get(object));
    }

    /** What is hashed. */
    static SortedMap<ObjectName, String> texts(Catalog catalog) {
        return new Texts(true).of(catalog);
    }

    /**
     * What defines the objects of a catalog.
     *
     * @param measured whether each part has its length before it, so that no two lists of parts look alike
     */
    private record Texts(boolean measured, SortedMap<ObjectName, String> texts) {
        Texts(boolean measured) {
            this(measured, new TreeMap<>());
        }

        SortedMap<ObjectName, String> of(Catalog catalog) {
            catalog.tables().values().forEach(this::table);
            return ofAllButTables(catalog);
        }

        SortedMap<ObjectName, String> of(Table table) {
            table(table);
            return texts;
        }

        SortedMap<ObjectName, String> ofAllButTables(Catalog catalog) {
            catalog.schemas().values().forEach(s -> texts.put(ObjectNames.schema(s.name()), text(s.comment())));
            catalog.views().values().forEach(this::view);
            catalog.enums().values().forEach(e -> texts.put(e.object(), text(e.labels(), e.comment())));
            catalog.sequences()
                    .values()
                    .forEach(s -> texts.put(
                            s.object(),
                            text(s.options(), s.unlogged(), s.ownedByTable(), s.ownedByColumn(), s.comment())));
            catalog.others().forEach(o -> texts.put(o.name(), text(recorded(o), o.comment())));
            return texts;
        }

        /** Without what must not leave the process, not even as a hash. */
        private static SortedMap<String, String> recorded(OtherObject object) {
            SortedMap<String, String> attributes = new TreeMap<>(object.attributes());
            attributes.keySet().removeIf(ForeignOptions::isSecret);
            return attributes;
        }

        private void table(Table t) {
            ObjectName name = t.object();
            texts.put(
                    name,
                    text(
                            t.relkind(),
                            t.unlogged(),
                            t.options(),
                            t.partitionKey(),
                            t.partitionBound(),
                            t.parents(),
                            t.rowSecurity(),
                            t.properties(),
                            t.comment()));
            columns(name, t.columns());
            t.constraints().forEach(c -> constraint(name, c));
            indexes(name, t.indexes());
        }

        /** Only checks can be kept from children; of keys the catalog says it or not, depending on whether they were attached (by pg_dump) or made so. */
        private void constraint(ObjectName table, Constraint c) {
            boolean noInherit = c.kind() == Constraint.Kind.CHECK && c.noInherit();
            texts.put(
                    table.member(ObjectKind.CONSTRAINT, c.name()),
                    text(c.definition(), c.validated(), noInherit, c.local(), c.comment()));
        }

        private void view(View v) {
            ObjectName name = v.object();
            List<String> columns = v.columns().stream().map(Column::name).toList();
            texts.put(name, text(v.definition(), v.options(), columns, v.comment()));
            columns(name, v.columns());
            indexes(name, v.indexes());
        }

        private void columns(ObjectName owner, List<Column> columns) {
            Function<Column, String> text = c -> text(
                    c.type(),
                    c.notNull(),
                    c.collation(),
                    c.defaultSql(),
                    c.generated(),
                    c.identity(),
                    c.storage(),
                    c.compression(),
                    c.statistics(),
                    c.comment(),
                    c.local(),
                    c.properties().options(),
                    c.properties().serverOptions(),
                    notNull(c.properties().notNullConstraint()));
            columns.forEach(c -> texts.put(owner.member(ObjectKind.COLUMN, c.name()), text.apply(c)));
        }

        /** Its name does not count. */
        private static String notNull(Column.@Nullable NotNullConstraint constraint) {
            return constraint == null
                    ? ""
                    : (constraint.validated() ? "" : "not valid ")
                            + (constraint.noInherit() ? "no inherit " : "")
                            + constraint.comment();
        }

        private void indexes(ObjectName owner, List<Index> indexes) {
            indexes.forEach(i -> texts.put(
                    owner.member(ObjectKind.INDEX, i.name()),
                    text(
                            i.definition(),
                            i.constraint(),
                            i.valid(),
                            i.clustered(),
                            i.replicaIdentity(),
                            i.parent(),
                            i.comment())));
        }

        private String text(@Nullable Object... parts) {
            StringBuilder text = new StringBuilder();
            for (Object part : parts) {
                String said = String.valueOf(part);
                String whole = measured ? said.length() + ":" + said : said;
                text.append(part == null ? "-" : whole).append('\n');
            }
            return text.toString();
        }
    }

    private static String hash(int major, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("pg" + major + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
