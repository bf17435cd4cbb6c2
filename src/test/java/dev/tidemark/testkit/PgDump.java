package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * pg_dump 18.6: an observer of databases that shares none of Tidemark's code.
 *
 * <p>{@code src/build/fetch-pg-dump.sh} fetches it once a machine, pinned by its hash.
 */
public final class PgDump {
    private static @Nullable Path binaries;

    private PgDump() {}

    /**
     * The schema of a database as SQL: without owners, privileges and the schema {@code tidemark}, normalised by {@link #normalise}.
     *
     * @param schemas which schemas; none named: all
     */
    public static String schemaOnly(TestDatabase database, String... schemas) {
        return normalise(raw(database, schemas));
    }

    /** The folder with {@code pg_dump} and {@code psql}. */
    public static synchronized Path binaries() {
        Path known = binaries;
        if (known != null) {
            return known;
        }
        Path script = Needs.basedir().resolve("src/build/fetch-pg-dump.sh");
        try {
            Needs.Ran ran = Needs.run(List.of(script.toString()));
            if (ran.exit() != 0) {
                throw Needs.missing("pg_dump 18.6", ran.all());
            }
            Path found = Path.of(ran.out().strip());
            binaries = found;
            return found;
        } catch (IOException e) {
            throw Needs.missing("pg_dump 18.6", String.valueOf(e.getMessage()));
        }
    }

    /** The same as it comes from pg_dump. */
    public static String raw(TestDatabase database, String... schemas) {
        return dump(database, List.of("--no-owner", "--no-privileges"), schemas);
    }

    /** With owners and privileges, as pg_dump prints it where nobody tells it otherwise. */
    public static String whole(TestDatabase database) {
        return dump(database, List.of());
    }

    private static String dump(TestDatabase database, List<String> options, String... schemas) {
        List<String> command = new ArrayList<>(List.of(
                binaries().resolve("pg_dump").toString(),
                "--schema-only",
                "--restrict-key=x",
                "--exclude-schema=tidemark",
                "--host=" + database.host(),
                "--port=" + database.port(),
                "--username=postgres",
                "--dbname=" + database.name()));
        command.addAll(options);
        for (String schema : schemas) {
            command.add("--schema=\"" + schema.replace("\"", "\"\"") + "\"");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PGPASSWORD", "postgres");
        try {
            Needs.Ran ran = Needs.run(builder);
            if (ran.exit() != 0) {
                throw new IllegalStateException("pg_dump: " + ran.err());
            }
            return ran.out();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a text as psql does, which unlike pgjdbc takes several statements with SQL-standard bodies among them. */
    public static void psql(TestDatabase database, String sql) {
        try {
            Path file = Files.createTempFile("tidemark", ".sql");
            Files.writeString(file, sql);
            ProcessBuilder builder = new ProcessBuilder(
                    binaries().resolve("psql").toString(),
                    "-X",
                    "-q",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "--host=" + database.host(),
                    "--port=" + database.port(),
                    "--username=postgres",
                    "--dbname=" + database.name(),
                    "--file=" + file);
            builder.environment().put("PGPASSWORD", "postgres");
            Needs.Ran ran = Needs.run(builder);
            Files.delete(file);
            if (ran.exit() != 0) {
                throw new IllegalStateException("psql: " + ran.all());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A dump in which what says nothing about the schema is gone: comment and blank lines, settings, restrict keys; and the columns and constraints of each
     * CREATE TABLE and the comments on columns are sorted, so that two dumps are equal modulo column order.
     */
    static String normalise(String dump) {
        List<String> statements = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (String statement : SqlText.split(dump, ';')) {
            String sql = SqlText.withoutCommentLines(statement).strip();
            if (!sql.isEmpty() && !sql.startsWith("SET ") && !sql.startsWith("SELECT pg_catalog.set_config(")) {
                (sql.startsWith("COMMENT ON COLUMN ") ? comments : statements).add(sorted(sql));
            }
        }
        comments.stream().sorted().forEach(statements::add);
        return String.join(";\n", statements) + ";\n";
    }

    private static String sorted(String sql) {
        int open = sql.indexOf(" (\n");
        if (open < 0 || !(sql.startsWith("CREATE TABLE ") || sql.startsWith("CREATE UNLOGGED TABLE "))) {
            return sql;
        }
        int close = sql.lastIndexOf("\n)");
        if (close <= open) {
            return sql;
        }
        List<String> elements = SqlText.split(sql.substring(open + 2, close), ',').stream()
                .map(String::strip)
                .sorted()
                .toList();
        return sql.substring(0, open + 2) + "\n    " + String.join(",\n    ", elements) + sql.substring(close);
    }
}
