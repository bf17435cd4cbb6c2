package dev.tidemark.cli.export;

import dev.tidemark.JavaExport;
import dev.tidemark.SchemaExport;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.cli.ConnectionOptions;
import dev.tidemark.cli.Exit;
import dev.tidemark.cli.SchemaFiles;
import dev.tidemark.cli.SchemaText;
import dev.tidemark.cli.Scratch;
import dev.tidemark.cli.Session;
import dev.tidemark.cli.Subcommand;
import dev.tidemark.report.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark export}: what a database or a dump holds, as SQL. */
@CommandLine.Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes what a database holds as SQL: to stdout, one file, or a folder by object. Changes nothing in the"
                    + " database.",
            "Owners and privileges are left out."
        },
        sortOptions = false)
public final class ExportCommand extends Subcommand {
    @Option(
            names = "--dump",
            paramLabel = "FILE.sql",
            description =
                    "export what this file declares instead of a database, such as pg_dump --schema-only; it is tried"
                            + " on the database that is named, or an embedded one")
    @Nullable
    Path dump;

    @Mixin
    final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--schemas",
            paramLabel = "NAME",
            split = ",",
            description = "only these schemas of the database; all but Tidemark's own")
    List<String> schemas = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description =
                    "a file that ends with .sql, or a folder, which gets a file for each object and load.sql, which"
                            + " psql runs")
    @Nullable
    Path out;

    @Option(
            names = "--java",
            paramLabel = "DIR",
            description =
                    "annotated records instead of SQL, below this folder, such as src/main/java; what no annotation"
                            + " says goes into extra.sql there. Of a database, not of a dump")
    @Nullable
    Path java;

    @Option(names = "--package", paramLabel = "NAME", description = "of the records, such as com.example.orders")
    @Nullable
    String javaPackage;

    @Option(names = "--app", paramLabel = "NAME", description = "whose the records are; the last part of the package")
    @Nullable
    String app;

    @Option(names = "--force", description = "replace a file, and what an earlier export wrote into the folder")
    boolean force;

    /** The command of a session. */
    public ExportCommand(Session session) {
        super(session);
    }

    @Override
    protected int run() {
        if (output.json && out == null && java == null) {
            throw TidemarkException.of(
                    "TDM-605", "--json says which files were written; it needs --out or --java", "--out schema.sql");
        }
        if (java != null) {
            return runJava(java);
        }
        if (javaPackage != null || app != null) {
            throw TidemarkException.of("TDM-605", "--package and --app are about records; they go with --java");
        }
        if (dump != null && !schemas.isEmpty()) {
            throw TidemarkException.of(
                    "TDM-605", "--schemas chooses schemas of a database; --dump is exported as a whole");
        }
        Destination destination = out == null ? null : new Destination(out, force);
        if (destination != null) {
            destination.check();
        }
        SchemaExport export = export();
        List<String> written = List.of();
        if (destination == null) {
            out().print(Destination.text(export));
        } else {
            written = destination.write(export);
        }
        long objects = export.parts().stream()
                .map(SchemaExport.Part::object)
                .distinct()
                .count();
        report(objects, export.parts().size(), export.notes(), written, out);
        return Exit.OK;
    }

    private int runJava(Path folder) {
        if (out != null || dump != null || javaPackage == null) {
            throw TidemarkException.of(
                    "TDM-605",
                    "--java needs --package, and goes with neither --out nor --dump",
                    "--java src/main/java --package com.example.orders");
        }
        String named = javaPackage;
        String owner = app != null ? app : named.substring(named.lastIndexOf('.') + 1);
        JavaDestination destination = new JavaDestination(folder, named, force);
        JavaExport export;
        try (Scratch scratch = Scratch.connect(session, connection.url, connection.timeout())) {
            try {
                export = Tidemark.exportJava(
                        scratch.source(), SyncOptions.defaults().withSchemas(schemas), owner, named);
            } catch (TidemarkException e) {
                throw scratch.tell(e);
            }
        }
        List<String> written = destination.write(export);
        report(export.files().size() - 1L, export.extra().size(), export.notes(), written, folder);
        return Exit.OK;
    }

    private SchemaExport export() {
        SchemaText text = dump == null ? null : SchemaFiles.sql(dump);
        try (Scratch scratch = text == null
                ? Scratch.connect(session, connection.url, connection.timeout())
                : Scratch.open(session, connection.url, connection.timeout())) {
            try {
                SyncOptions options = SyncOptions.defaults();
                return text == null
                        ? Tidemark.export(scratch.source(), options.withSchemas(schemas))
                        : Tidemark.open(
                                        scratch.source(),
                                        options.withApp("export")
                                                .withSource(new SyncOptions.SchemaSource(
                                                        text.text(), text.origin(), text.sources())))
                                .export();
            } catch (TidemarkException e) {
                throw scratch.tell(e);
            }
        }
    }

    /** @param statements in SQL */
    private void report(long objects, int statements, List<String> notes, List<String> written, @Nullable Path where) {
        if (output.json) {
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("format", 1);
            report.put("status", "EXPORTED");
            report.put("objects", objects);
            report.put("statements", statements);
            report.put("files", written);
            report.put("notes", notes);
            json(report, Exit.OK);
            return;
        }
        notes.forEach(text -> note("note: " + text));
        if (!written.isEmpty()) {
            note("✓ " + Figures.count(objects, "object") + " in " + Figures.count(written.size(), "file") + ": "
                    + where);
        }
    }
}
