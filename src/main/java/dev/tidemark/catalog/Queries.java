package dev.tidemark.catalog;

import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

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

    /** Some of {@link #CATALOG} as one text of several statements. */
    static String catalog(List<String> queries, Collection<String> schemas, Collection<String> names) {
        String quotedSchemas = Sql.array(schemas);
        String quotedNames = Sql.array(names);
        return queries.stream()
                .map(Queries::text)
                .map(sql -> sql.replace(":schemas", quotedSchemas).replace(":names", quotedNames))
                .collect(Collectors.joining(";\n"));
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
