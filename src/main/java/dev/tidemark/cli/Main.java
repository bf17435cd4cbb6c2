package dev.tidemark.cli;

import dev.tidemark.Hazard;
import dev.tidemark.Problem;
import dev.tidemark.cli.diff.DiffCommand;
import dev.tidemark.cli.explain.ExplainCommand;
import dev.tidemark.cli.export.ExportCommand;
import dev.tidemark.cli.init.InitCommand;
import dev.tidemark.cli.lint.LintCommand;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The command line; {@code docs/cli.md} describes its commands. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Names may hold anything whatever the locale is; only our own signs depend on it (Terminal.utf8).
        Stdout stdout = new Stdout();
        PrintStream out = new PrintStream(stdout, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Terminal terminal = SystemTerminal.detect(System.getenv(), System.in);
        Session session = session(System.getenv(), out, err, terminal);
        Interrupts interrupts = Interrupts.install(session);
        int exit = run(args, session);
        out.flush();
        interrupts.finished();
        System.exit(written(stdout, exit, session));
    }

    /** An answer that did not arrive whole is no answer: a script cut short, an empty comment. */
    private static int written(Stdout stdout, int exit, Session session) {
        String why = stdout.failure();
        if (why == null) {
            return exit;
        }
        Problem problem =
                Problem.of("TDM-606", null, "the answer could not be written to stdout: " + why, null, null, List.of());
        session.err().print(new ErrorPrinter(Style.plain(), null).print(List.of(problem)));
        return exit == Exit.OK || exit == Exit.LEFT_TO_DO ? Exit.USAGE : exit;
    }

    /** The same in a process that goes on: with this environment and these streams, none of them a terminal. */
    public static int run(
            List<String> args, Map<String, String> env, InputStream stdin, PrintStream out, PrintStream err) {
        return run(args.toArray(String[]::new), session(env, out, err, new NoTerminal(stdin)));
    }

    private static Session session(Map<String, String> env, PrintStream out, PrintStream err, Terminal terminal) {
        return new Session(env, out, err, terminal, Clock.systemUTC(), Main::live, new AtomicReference<>());
    }

    static Target live(ConnectionSettings settings, Duration connectTimeout) {
        return Target.of(new Database(settings, connectTimeout));
    }

    static int run(String[] args, Session session) {
        UsageErrors usage = new UsageErrors(session);
        CommandLine line = new CommandLine(new Root(usage))
                .addSubcommand(new PlanCommand(session))
                .addSubcommand(new SyncCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new DriftCommand(session))
                .addSubcommand(new InitCommand(session))
                .addSubcommand(new LintCommand(session))
                .addSubcommand(new HistoryCommand(session))
                .addSubcommand(new UnlockCommand(session))
                .addSubcommand(new DiffCommand(session))
                .addSubcommand(new ExportCommand(session))
                .addSubcommand(new ExplainCommand(session))
                .addSubcommand(new CommandLine.HelpCommand())
                .addSubcommand("completion", completion());
        line.registerConverter(Duration.class, new Durations());
        line.registerConverter(Hazard.class, new HazardConverter());
        line.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(usage)
                .setExecutionExceptionHandler((e, command, result) -> defect(e, session));
        return line.execute(Arrays.copyOf(args, args.length));
    }

    private static CommandLine completion() {
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        completion
                .getCommandSpec()
                .usageMessage()
                .description("Prints a script for bash and zsh: source <(tidemark completion)");
        return completion;
    }

    /** A fault of Tidemark: all that is known about it, so that it can be reported. */
    private static int defect(Exception e, Session session) {
        session.err()
                .println("[TDM-901] a fault of Tidemark itself: " + e + ". Please report it with the lines below.");
        e.printStackTrace(session.err());
        return Exit.DEFECT;
    }

    /** The command without a command. */
    @CommandLine.Command(
            name = "tidemark",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Keeps a PostgreSQL schema in step with the code that uses it.",
            footer = {
                "",
                "Exit codes: 0 done, 1 a fault of Tidemark, 2 usage, 3 something to do (--exit-code), 4 refused, 5 the"
                        + " declaration,",
                "6 access, 7 no server, 8 lock or lease, 9 a statement failed."
            })
    static final class Root implements Runnable {
        private final UsageErrors usage;

        Root(UsageErrors usage) {
            this.usage = usage;
        }

        @Override
        public void run() {
            throw new CommandLine.ParameterException(
                    new CommandLine(new Root(usage)), "which command? tidemark help lists them");
        }
    }

    /** What {@code --version} says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "tidemark " + (version == null ? "(not packaged)" : version) + ", Java "
                        + Runtime.version().feature()
            };
        }
    }
}
