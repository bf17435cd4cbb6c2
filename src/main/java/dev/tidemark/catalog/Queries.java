package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queries of this package, one a file. */
final class Queries {
    /** Those of a catalog, in the order in which they are sent and read. */
    static final List<String> CATALOG = List.of(
            "quoting",
            "schemas",
            "columns",
            "constraints",
            "indexes",
            "sizes",
            "tables",
            "views",
            "enums",
            "sequences",
            "functions",
            "members",
            "types",
            "others",
            "publications",
            "foreign",
            "dependencies");

    private Queries() {}

    /** The text of {@code <name>.sql}. */
    static String text(String name) {
        try (InputStream file = Queries.class.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("the jar holds no " + name + ".sql");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those whose rows are each about one relation, and that read only some relations where a scope says which. */
    static final Set<String> BY_RELATION = Set.of("columns", "constraints", "indexes", "dependencies");

    private static final String EDGES = "dependencies";

    /** Where a query takes the condition of a scope; without one it is a comment. */
    private static final String SCOPE = "/\\* scope \\*/";

    /** Some of {@link #CATALOG} as one text of several statements. */
    static String catalog(
            List<String> queries, Collection<String> schemas, Collection<String> names, @Nullable CatalogScope scope) {
        String quotedSchemas = Sql.array(schemas);
        String quotedNames = Sql.array(names);
        String with = scope == null ? "" : scope.with();
        return queries.stream()
                .map(name -> Arrays.stream(text(name).split(SCOPE, -1))
                        .map(part -> part.replace(":schemas", quotedSchemas).replace(":names", quotedNames))
                        .collect(Collectors.joining(scope == null ? "" : condition(name, with))))
                .collect(Collectors.joining(";\n"));
    }

    /** Whether a row of an earlier answer is of a relation that a scope does not hold, and so is not read again. */
    static boolean isOutside(String query, @Nullable String[] cells, CatalogScope scope, Set<ObjectName> sequences) {
        if (!BY_RELATION.contains(query)) {
            return false;
        }
        return query.equals(EDGES)
                ? !scope.holds(object(cells, 0), sequences) && !scope.holds(object(cells, 4), sequences)
                : !scope.holds(name(cells, 0));
    }

    private static QName name(@Nullable String[] cells, int first) {
        return new QName(String.valueOf(cells[first]), String.valueOf(cells[first + 1]));
    }

    /** Without its member, which no scope asks for. */
    private static ObjectName object(@Nullable String[] cells, int first) {
        return ObjectNames.of(ObjectKind.valueOf(String.valueOf(cells[first])), name(cells, first + 1));
    }

    /** An array, where the planner would read a catalog as a whole for a subquery. */
    private static String condition(String query, String with) {
        return query.equals(EDGES)
                ? "and ((d.classid, d.objid) in (with " + with + " select classid, objid from scope) or (d.refclassid,"
                        + " d.refobjid) in (with " + with + " select classid, objid from scope))"
                : "and c.oid = any (array(with " + with + " select oid from scope_relation))";
    }

    /** The query for the digest with a second line, over what is not in the scope that these common table expressions name. */
    static String digestBeside(String with) {
        String beside = " filter (where beside)";
        return text("digest")
                .replace(
                        "from counted",
                        "from (select h, (classid, objid) not in (select classid, objid from scope) as beside from"
                                + " counted) c")
                .replace(
                        "/* beside */",
                        "|| e'\\n' || pg_catalog.count(*)" + beside
                                + " || ' ' || pg_catalog.to_hex(pg_catalog.bit_xor(h)" + beside
                                + ") || ' ' || pg_catalog.sum(h)" + beside)
                .replace("/* scope */", with + ",");
    }

    /** A hash over all of {@link #CATALOG}. */
    static String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            CATALOG.forEach(name -> digest.update((name + "\n" + text(name) + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The query of privileges. */
    static String privileges(Collection<String> schemas) {
        return text("privileges").replace(":schemas", Sql.array(schemas));
    }
}
