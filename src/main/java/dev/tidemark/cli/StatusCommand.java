package dev.tidemark.cli;

import dev.tidemark.StatusReport;
import dev.tidemark.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark status}: what is recorded; one read. */
@CommandLine.Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what is recorded: in sync, superseded, withheld, blocked. Reads one row.",
        sortOptions = false)
final class StatusCommand extends Command {
    @Mixin
    final FunctionOptions function = new FunctionOptions();

    @Option(names = "--exit-code", description = "exit 3 where the app is not in sync")
    boolean exitCode;

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    FunctionOptions function() {
        return function;
    }

    @Override
    void check() {
        schema.refuseWith(function, "status");
    }

    @Override
    int run(Job job) {
        return print(
                job.target().status(job.options()),
                job.where().database(),
                job.where().server());
    }

    @Override
    int run(RemoteFunction function, @Nullable SchemaText text) {
        return print(function.status(schema.app), null, function.place());
    }

    private int print(StatusReport status, @Nullable String database, String server) {
        int exit = Exit.of(status, exitCode);
        if (output.json) {
            json(Reports.of(status), database, server, exit);
        } else {
            session.out().print(new ResultPrinter(output.out(session), c -> againOf(function, c)).status(status));
        }
        return exit;
    }
}
