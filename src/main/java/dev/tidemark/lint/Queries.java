package dev.tidemark.lint;

import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries of this package, one a file; those of the rules are called like them. */
final class Queries {
    /** The rules that are a query; the other one looks across tables. */
    static final List<Rule> RULES = Stream.of(Rule.values())
            .filter(rule -> rule != Rule.DIFFERENT_TYPES)
            .toList();

    private Queries() {}

    /** One statement for each of {@link #RULES}, and the last one for all columns. */
    static String of(Collection<String> schemas) {
        String array = Sql.array(schemas);
        return Stream.concat(
                        RULES.stream().map(rule -> rule.name().toLowerCase(Locale.ROOT)), Stream.of("column_types"))
                .map(Queries::text)
                .map(sql -> sql.replace(":schemas", array))
                .collect(Collectors.joining(";\n"));
    }

    private static String text(String name) {
        try (InputStream file = Queries.class.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("the jar holds no " + name + ".sql");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
