package dev.tidemark.cli;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import dev.tidemark.report.Reports;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands in packages of their own share: how an answer is written, and what becomes of an error. */
public abstract class Subcommand implements Callable<Integer> {
    @Mixin
    protected final OutputOptions output = new OutputOptions();

    protected final Session session;

    protected Subcommand(Session session) {
        this.session = session;
    }

    /**
     * The command's own part.
     *
     * @return the exit code
     * @throws TidemarkException which is said on stderr, or as the JSON document
     */
    protected abstract int run();

    @Override
    public final Integer call() {
        try {
            return run();
        } catch (TidemarkException e) {
            int exit = Exit.of(e);
            if (output.json) {
                json(Reports.of(e), exit);
            } else {
                problems(e.problems(), null);
            }
            return exit;
        } finally {
            session.running().set(null);
        }
    }

    /** Where the answer goes. */
    protected final PrintStream out() {
        return session.out();
    }

    /** A line beside the answer. */
    protected final void note(String line) {
        session.err().println(output.err(session).show(line));
    }

    /** Whether somebody can be asked. */
    protected final boolean interactive() {
        return session.interactive();
    }

    /** What somebody types; an empty text at the end of the input. */
    protected final String ask(String question) {
        session.err().print(output.err(session).show(question));
        session.err().flush();
        try {
            String line = session.terminal().readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /** The document of {@code --json}. */
    protected final void json(Map<String, @Nullable Object> report, int exit) {
        report.put("exit", exit);
        session.out().println(Json.pretty(report));
    }

    /** Errors go to stderr. */
    protected final void problems(List<Problem> problems, @Nullable SchemaText text) {
        session.err().print(new ErrorPrinter(output.err(session), text).print(problems));
    }
}
