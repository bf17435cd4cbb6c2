package dev.tidemark.cli;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import dev.tidemark.report.Reports;
import dev.tidemark.schema.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Usage errors: the culprit, the nearest name, one line; never the whole help. */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {
    private final Session session;

    UsageErrors(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched.getUnmatched().get(0), command)
                : String.valueOf(e.getMessage());
        say(
                message + ending(message) + Style.typed("All: " + command.qualifiedName() + " --help"),
                Arrays.asList(args).contains("--json"));
        return Exit.USAGE;
    }

    private static String ending(String message) {
        return message.endsWith(".") ? " " : ". ";
    }

    /** Also used where no command is named at all. */
    void say(String message, boolean json) {
        TidemarkException error = TidemarkException.of("TDM-601", message);
        if (json) {
            Map<String, @Nullable Object> report = Reports.of(error);
            report.put("exit", Exit.USAGE);
            session.out().println(Json.pretty(report));
        } else {
            Style style = new OutputOptions().err(session);
            List<Problem> problems = error.problems();
            session.err().print(new ErrorPrinter(style, null).print(problems));
        }
    }

    private static String unmatched(String argument, CommandSpec command) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        boolean option = name.startsWith("-");
        String what = command.name() + " has no " + (option ? "option " : "command or argument ") + name + ".";
        if (!option && name.endsWith(".sql") && command.optionsMap().containsKey("--schema")) {
            return what + " A declaration is named by an option: --schema " + Typed.quoted(name) + ".";
        }
        return what + (option ? nearestOption(name, command) : nearestCommand(name, command));
    }

    private static String nearestOption(String name, CommandSpec command) {
        List<CommandSpec> specs = new ArrayList<>(List.of(command));
        command.root().subcommands().values().forEach(line -> specs.add(line.getCommandSpec()));
        String nearest = "";
        String of = "";
        int best = Math.max(2, name.length() / 3) + 1;
        for (CommandSpec spec : specs) {
            for (String candidate : spec.optionsMap().keySet()) {
                int distance = NearestName.distance(name, candidate);
                if (distance < best) {
                    best = distance;
                    nearest = candidate;
                    of = spec.equals(command) ? "" : ", of " + spec.name();
                }
            }
        }
        String never =
                command.name().equals("plan") && nearest.equals("--dry-run") ? "; plan never changes anything" : "";
        return nearest.isEmpty() ? "" : " Nearest: " + nearest + of + never + ".";
    }

    private static String nearestCommand(String name, CommandSpec command) {
        Set<String> commands = command.root().subcommands().keySet();
        return NearestName.within(2, name, commands)
                .map(nearest -> " Nearest: " + nearest + ".")
                .orElse(" There are " + String.join(", ", commands) + ".");
    }
}
