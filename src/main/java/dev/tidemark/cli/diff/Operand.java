package dev.tidemark.cli.diff;

import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.cli.SchemaFiles;
import dev.tidemark.cli.SchemaText;
import dev.tidemark.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of the two schemas, as it was typed.
 *
 * @param app whose, where there are several
 */
record Operand(String text, @Nullable String app) {
    private static final String GIT = "git:";

    static Operand of(String text, @Nullable String app) {
        return new Operand(text, app);
    }

    boolean isDatabase() {
        String small = text.toLowerCase(Locale.ROOT);
        return small.startsWith("postgresql:") || small.startsWith("postgres:") || small.startsWith("jdbc:postgresql:");
    }

    /** As it may be shown: without a password. */
    String shown() {
        return isDatabase() ? Typed.url(text) : text;
    }

    /** What is in the files. */
    SyncOptions.SchemaSource read() {
        SchemaText read = text.startsWith(GIT) ? git() : path(Path.of(text));
        return new SyncOptions.SchemaSource(read.text(), read.origin(), read.sources());
    }

    private SchemaText git() {
        int colon = text.indexOf(':', GIT.length());
        if (colon < 0) {
            throw TidemarkException.of(
                    "TDM-605", text + " names no file", "git:REVISION:PATH, such as git:main:src/main/sql/schema.sql");
        }
        return new GitFiles(text.substring(GIT.length(), colon)).read(text.substring(colon + 1));
    }

    private SchemaText path(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jar") || name.endsWith(".zip") || name.endsWith(".war")) {
            return SchemaFiles.jar(path, app);
        }
        if (!Files.isDirectory(path)) {
            return SchemaFiles.sql(path);
        }
        return Files.isDirectory(path.resolve("META-INF/tidemark"))
                ? SchemaFiles.classes(path, app)
                : SqlFolder.read(path);
    }
}
