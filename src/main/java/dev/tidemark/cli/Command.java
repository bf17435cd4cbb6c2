package dev.tidemark.cli;

import dev.tidemark.Consent;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import dev.tidemark.report.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What all commands share: the options, reaching the database, and saying what went wrong. */
abstract class Command implements Callable<Integer> {
    @Mixin
    final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    final SchemaOptions schema = new SchemaOptions();

    @Mixin
    final OutputOptions output = new OutputOptions();

    final Session session;

    Command(Session session) {
        this.session = session;
    }

    /** The command's own part, once the database was reached. */
    abstract int run(Job job);

    /** Which function is asked instead of a database; null where the command knows no such thing. */
    @Nullable
    FunctionOptions function() {
        return null;
    }

    /** The command's own part where a function is asked. */
    int run(RemoteFunction function, @Nullable SchemaText text) {
        throw new IllegalStateException("this command asks no function");
    }

    /** Contradictions between options, found before anything is opened. */
    void check() {}

    /**
     * What a command works with.
     *
     * @param options with app and source, and nothing of a command's own
     */
    record Job(
            Target target,
            Where where,
            SyncOptions options,
            @Nullable SchemaText schema) {
        Job withStatus(StatusReport status) {
            return new Job(target, where.withStatus(status), options, schema);
        }
    }

    @Override
    public final Integer call() {
        @Nullable SchemaText text = null;
        try {
            check();
            FunctionOptions function = function();
            if (function != null) {
                function.check();
            }
            text = schema.read();
            return function != null && function.asked() ? ask(function, text) : open(text);
        } catch (TidemarkException e) {
            return failed(schema.withOptions(e), text);
        } finally {
            session.running().set(null);
        }
    }

    private int ask(FunctionOptions function, @Nullable SchemaText text) {
        if (connection.url != null) {
            throw TidemarkException.of("TDM-605", "--url names a database, --function a function; choose one");
        }
        try (FunctionClient client = AwsClient.of(function, session.env())) {
            return run(new RemoteFunction(String.valueOf(function.name), function.bucket, client), text);
        }
    }

    private int open(@Nullable SchemaText text) {
        ConnectionSettings settings = ConnectionSettings.of(connection.url, session.env());
        for (String unknown : settings.unknown()) {
            session.err().println("note: " + unknown + " is no parameter of the driver, ignored");
        }
        Target target = connection.open(session, settings);
        session.running().set(target);
        Style style = output.err(session);
        String version = target.reach(why -> session.err().println(style.show("… " + why)));
        Where where = new Where(settings.database().value(), settings.server(), version, null);
        try {
            return run(new Job(target, where, schema.apply(SyncOptions.defaults(), text), text));
        } catch (TidemarkException e) {
            throw target.tell(e);
        }
    }

    private int failed(TidemarkException error, @Nullable SchemaText text) {
        int exit = Exit.of(error);
        if (output.json) {
            json(Reports.of(error), null, exit);
        } else {
            problems(error.problems(), text);
        }
        return exit;
    }

    /** Errors go to stderr. */
    final void problems(List<Problem> problems, @Nullable SchemaText text) {
        session.err().print(new ErrorPrinter(output.err(session), text).print(problems));
    }

    /** Whose tables, where no declaration is needed: {@code --app}, else whose schema is named or on the class path. */
    final String app(Job job) {
        String app = job.options().app();
        try {
            return app != null ? app : String.valueOf(schema.fromClassPath().app());
        } catch (TidemarkException e) {
            throw e.code().equals("TDM-110")
                    ? TidemarkException.of(
                            "TDM-605", "which app? This command needs its name, and no schema", "--app NAME")
                    : e;
        }
    }

    /** What to type for another command about the same schema and database; a password is never repeated. */
    final String again(String command) {
        return again(command, List.of());
    }

    /** The same for a command that is said of a function: its address is not repeated. */
    final String againOf(FunctionOptions function, String command) {
        return function.asked() ? "tidemark " + command : again(command);
    }

    /** The same with options of the command. */
    final String again(String command, List<String> options) {
        List<String> words = new ArrayList<>(List.of("tidemark", command));
        words.addAll(schema.typed());
        words.addAll(options);
        String url = connection.url;
        if (url != null) {
            words.addAll(List.of("--url", Typed.url(url)));
        }
        return String.join(" ", words);
    }

    /** What to type for the sync that does what was planned; one by the record alone would find nothing to do. */
    final String againForSync(Where where, PlanningOptions planning) {
        List<String> options = new ArrayList<>(planning.typed());
        if (isSettledByRecord(where, planning)) {
            options.add("--force");
        }
        return again("sync", options);
    }

    /** Whether the record alone says that there is nothing to do for what was asked. */
    final boolean isSettledByRecord(Where where, PlanningOptions planning) {
        return where.isSettled(planning.safe) && !planning.widens() && !schema.decides();
    }

    /** The document of {@code --json}. */
    final void json(Map<String, @Nullable Object> report, @Nullable Where where, int exit) {
        json(report, where == null ? null : where.database(), where == null ? null : where.server(), exit);
    }

    /** The same where only one of both is known. */
    final void json(
            Map<String, @Nullable Object> report, @Nullable String database, @Nullable String server, int exit) {
        report.put("database", database);
        report.put("server", server);
        report.put("exit", exit);
        session.out().println(Json.pretty(report));
    }

    /** The job with what is recorded; without it where the role may plan but not read the record. */
    static Job withStatus(Job job) {
        try {
            return job.withStatus(job.target().status(job.options()));
        } catch (TidemarkException e) {
            if (e.code().equals("TDM-404")) {
                return job;
            }
            throw e;
        }
    }

    /** A script on stdout: to the letter where something reads it, and nothing that steers the terminal where somebody does. */
    final void script(Plan plan) {
        String text = SqlPrinter.print(plan);
        boolean seen = session.terminal().stdout();
        session.out().print(seen ? output.out(session).harmless(text) : text);
    }

    /** A plan as text, where some hazards are allowed already. */
    final void show(
            Plan plan,
            Where where,
            @Nullable SchemaText schema,
            boolean all,
            String sync,
            boolean goesOn,
            Duration took,
            Consent given) {
        PlanPrinter printer = new PlanPrinter(plan, where, output.out(session), given);
        session.out().print(plan.isEmpty() ? printer.inSync(took) : printer.print(all, sync, goesOn));
        problems(plan.problems(), schema);
    }
}
