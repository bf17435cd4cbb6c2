package dev.tidemark.cli;

import dev.tidemark.Json;
import dev.tidemark.Problem;
import dev.tidemark.Reports;
import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
                int distance = distance(name, candidate);
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
        String nearest = "";
        int best = 3;
        for (String candidate : command.root().subcommands().keySet()) {
            int distance = distance(name, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? " There are plan, sync, status and drift." : " Nearest: " + nearest + ".";
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
