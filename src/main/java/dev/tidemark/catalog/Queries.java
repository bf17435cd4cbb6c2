package dev.tidemark.catalog;

import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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

    /** All of {@link #CATALOG} as one text of several statements. */
    static String catalog(Collection<String> schemas, Collection<String> names) {
        String quotedSchemas = Sql.array(schemas);
        String quotedNames = Sql.array(names);
        return CATALOG.stream()
                .map(Queries::text)
                .map(sql -> sql.replace(":schemas", quotedSchemas).replace(":names", quotedNames))
                .collect(Collectors.joining(";\n"));
    }

    /** The query of privileges. */
    static String privileges(Collection<String> schemas) {
        return text("privileges").replace(":schemas", Sql.array(schemas));
    }
}
