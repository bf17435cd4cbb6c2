package dev.tidemark.cli.diff;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.cli.ConnectionOptions;
import dev.tidemark.cli.Exit;
import dev.tidemark.cli.Scratch;
import dev.tidemark.cli.Session;
import dev.tidemark.cli.SqlPrinter;
import dev.tidemark.cli.Subcommand;
import dev.tidemark.report.Reports;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark diff A B}: what turns A into B; changes nothing. */
@CommandLine.Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Says what turns one schema into another. Changes nothing.",
            "A and B are each: postgresql://… (a database), FILE.sql, a folder of SQL, a classes folder, a jar, or"
                    + " git:REVISION:PATH."
        },
        sortOptions = false)
public final class DiffCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "A", description = "the schema that there is")
    String from = "";

    @Parameters(index = "1", paramLabel = "B", description = "the schema that should be")
    String to = "";

    @Option(
            names = "--scratch-url",
            paramLabel = "URL",
            description = "a database on whose server both are tried, in transactions that are rolled back; else the"
                    + " database among A and B, else DATABASE_URL and the like, else an embedded PostgreSQL on the"
                    + " class path")
    @Nullable
    String scratchUrl;

    @Option(names = "--connect-timeout", paramLabel = "TIME", description = ConnectionOptions.TIMEOUT)
    @Nullable
    Duration timeout;

    @Option(names = "--app", paramLabel = "NAME", description = "whose schema, where a jar or a folder holds several")
    @Nullable
    String app;

    @Option(
            names = "--sql",
            description = "the statements that turn A into B, as all of stdout; as if no table held a row but"
                    + " declared ones")
    boolean sql;

    @Option(names = "--exit-code", description = "exit 3 where they differ")
    boolean exitCode;

    /** The command of a session. */
    public DiffCommand(Session session) {
        super(session);
    }

    @Override
    protected int run() {
        if (sql && output.json) {
            throw TidemarkException.of("TDM-605", "--sql and --json exclude each other");
        }
        Operand first = Operand.of(from, app);
        Operand second = Operand.of(to, app);
        SyncOptions.SchemaSource a = source(first);
        SyncOptions.SchemaSource b = source(second);
        String url = scratchUrl != null
                ? scratchUrl
                : Stream.of(first, second)
                        .filter(Operand::isDatabase)
                        .map(Operand::text)
                        .findFirst()
                        .orElse(null);
        Plan plan;
        try (Scratch scratch = Scratch.open(session, url, timeout)) {
            try {
                plan = Tidemark.diff(scratch.source(), a, b);
            } catch (TidemarkException e) {
                throw scratch.tell(e);
            }
        }
        int exit = Exit.of(plan, exitCode);
        print(plan, exit);
        return exit;
    }

    private SyncOptions.SchemaSource source(Operand operand) {
        if (!operand.isDatabase()) {
            return operand.read();
        }
        try (Scratch database = Scratch.connect(session, operand.text(), timeout)) {
            try {
                var export = Tidemark.export(database.source(), SyncOptions.defaults());
                export.notes().forEach(text -> note("note: " + operand.shown() + ": " + text));
                return SyncOptions.SchemaSource.structure(export.text(), operand.shown());
            } catch (TidemarkException e) {
                throw database.tell(e);
            }
        }
    }

    private void print(Plan plan, int exit) {
        if (output.json) {
            Map<String, @Nullable Object> report = Reports.of(plan);
            report.put("status", plan.blocked() ? "BLOCKED" : plan.isEmpty() ? "SAME" : "DIFFERENT");
            json(report, exit);
        } else if (sql) {
            out().print(SqlPrinter.print(plan));
            problems(plan.problems(), null);
        } else {
            String names =
                    Operand.of(from, app).shown() + " → " + Operand.of(to, app).shown();
            out().print(new DiffPrinter(output.out(session)).print(plan, names));
            problems(plan.problems(), null);
        }
    }
}
