package dev.tidemark.cli;

import dev.tidemark.DriftReport;
import dev.tidemark.Plan;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark drift}: what somebody changed in the database since the current version was recorded; changes nothing. */
@CommandLine.Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description = "Says what was changed in the database since the current version was recorded. Changes nothing.",
        sortOptions = false)
final class DriftCommand extends Command {
    @Mixin
    final FunctionOptions function = new FunctionOptions();

    @Option(names = "--sql", description = "the statements that would bring it back, as all of stdout")
    boolean sql;

    @Option(names = "--exit-code", description = "exit 3 where something has drifted")
    boolean exitCode;

    DriftCommand(Session session) {
        super(session);
    }

    @Override
    FunctionOptions function() {
        return function;
    }

    @Override
    void check() {
        schema.refuseWith(function, "drift");
        if (sql && output.json) {
            throw TidemarkException.of("TDM-605", "--sql and --json exclude each other");
        }
    }

    @Override
    int run(Job job) {
        return print(
                job.target().drift(job.options()),
                job.where().database(),
                job.where().server());
    }

    @Override
    int run(RemoteFunction function, @Nullable SchemaText text) {
        return print(function.drift(schema.app), null, function.place());
    }

    private int print(DriftReport drift, @Nullable String database, String server) {
        int exit = Exit.of(drift, exitCode);
        Plan wayBack = drift.wayBack();
        if (output.json) {
            json(Reports.of(drift), database, server, exit);
        } else if (sql) {
            if (wayBack != null) {
                script(wayBack);
            }
        } else {
            session.out().print(new DriftPrinter(output.out(session), c -> againOf(function, c)).print(drift));
        }
        return exit;
    }
}
