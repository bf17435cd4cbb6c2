package dev.tidemark.cli.diff;

import dev.tidemark.TidemarkException;
import dev.tidemark.cli.SchemaFiles;
import dev.tidemark.cli.SchemaText;
import dev.tidemark.schema.RowFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All SQL files of a folder as one text, by their paths; the order does not count. What {@code export} wrote has {@code load.sql}, which only names the others. */
final class SqlFolder {
    private SqlFolder() {}

    private static boolean namesOthers(Path file) {
        return SchemaFiles.sql(file).text().lines().anyMatch(line -> line.startsWith("\\ir "));
    }

    /** As it is written: {@link SchemaFiles#sql} reads the rows that it names, too. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1); // Paths of rows are ASCII.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SchemaText read(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sql = files.filter(file -> file.toString().endsWith(".sql") && Files.isRegularFile(file))
                    .filter(file -> !file.equals(folder.resolve("load.sql")) || !namesOthers(file))
                    .sorted()
                    .toList();
            if (sql.isEmpty()) {
                throw TidemarkException.of(
                        "TDM-606",
                        folder + " holds neither a compiled schema (META-INF/tidemark) nor a file that ends with .sql",
                        "a file, a jar, or another folder");
            }
            Set<Path> rows = sql.stream()
                    .flatMap(file -> RowFiles.named(text(file), file.toString()).stream()
                            .map(path -> file.resolveSibling(path).normalize()))
                    .collect(Collectors.toSet());
            return new SchemaText(
                    null,
                    sql.stream()
                            .filter(file -> !rows.contains(file.normalize()))
                            .map(file -> SchemaFiles.sql(file).text())
                            .collect(Collectors.joining("\n")),
                    folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
