package dev.tidemark.cli.lint;

import dev.tidemark.LintReport;
import dev.tidemark.LintReport.Severity;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.cli.Choice;
import dev.tidemark.cli.ConnectionOptions;
import dev.tidemark.cli.Exit;
import dev.tidemark.cli.SchemaOptions;
import dev.tidemark.cli.SchemaText;
import dev.tidemark.cli.Scratch;
import dev.tidemark.cli.Session;
import dev.tidemark.cli.Subcommand;
import dev.tidemark.report.Reports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark lint}: what is doubtful about the declared schema; changes nothing. */
@CommandLine.Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Says what is doubtful about the declared schema. Changes nothing.",
            "Makes it for real in a transaction that is rolled back: on the database that is named, or on an embedded"
                    + " PostgreSQL where one is on the class path."
        },
        sortOptions = false)
public final class LintCommand extends Subcommand {
    @Mixin
    final SchemaOptions schema = new SchemaOptions();

    @Mixin
    final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "text, json, sarif (for code scanning), or github (annotations in a workflow's log)")
    @Nullable
    Format format;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            converter = LevelConverter.class,
            description = "warning: leave out notes; note (the default): everything")
    Severity level = Severity.NOTE;

    @Option(
            names = "--ignore",
            paramLabel = "CODE",
            split = ",",
            description = "leave out this rule, such as TDM-L14; in the schema: -- @lint ignore TDM-L14 why")
    List<String> ignore = new ArrayList<>();

    @Option(
            names = "--sources",
            paramLabel = "DIR",
            description = "where Java files are looked for, to name them in sarif and github; src/main/java")
    Path sources = Path.of("src", "main", "java");

    @Option(names = "--exit-code", description = "exit 3 where something is found")
    boolean exitCode;

    /** What is written. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB
    }

    /** Reads the names of formats. */
    static final class FormatConverter extends Choice<Format> {
        FormatConverter() {
            super(Format.class);
        }
    }

    /** Reads {@code warning} and {@code note}. */
    static final class LevelConverter extends Choice<Severity> {
        LevelConverter() {
            super(Severity.class);
        }
    }

    /** The command of a session. */
    public LintCommand(Session session) {
        super(session);
    }

    @Override
    protected int run() {
        if (output.json && format != null && format != Format.JSON) {
            throw TidemarkException.of("TDM-605", "--json and --format " + format + " exclude each other");
        }
        SchemaText text;
        try {
            text = schema.readOrFind();
        } catch (TidemarkException e) {
            throw schema.withOptions(e);
        }
        LintReport all = lint(text);
        LintReport report = new LintReport(
                all.app(),
                all.hash(),
                all.atLeast(level).stream()
                        .filter(finding -> !ignore.contains(finding.problem().code()))
                        .toList(),
                all.ignored());
        int exit = exitCode && !report.findings().isEmpty() ? Exit.LEFT_TO_DO : Exit.OK;
        print(report, text, exit);
        return exit;
    }

    private LintReport lint(SchemaText text) {
        try (Scratch scratch = Scratch.open(session, connection.url, connection.timeout())) {
            try {
                return Tidemark.open(scratch.source(), schema.apply(SyncOptions.defaults(), text))
                        .lint();
            } catch (TidemarkException e) {
                throw scratch.tell(e);
            }
        }
    }

    private void print(LintReport report, SchemaText text, int exit) {
        Format chosen = output.json ? Format.JSON : format == null ? Format.TEXT : format;
        Locations locations = new Locations(text.origin(), schema.schema, sources);
        switch (chosen) {
            case TEXT -> out().print(new LintPrinter(output.out(session), text).print(report));
            case JSON -> json(Reports.of(report), exit);
            case SARIF -> out().println(Sarif.of(report, locations));
            case GITHUB -> out().print(Annotations.of(report, locations));
        }
    }
}
