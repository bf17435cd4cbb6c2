package dev.tidemark.cli.explain;

import dev.tidemark.TidemarkException;
import dev.tidemark.cli.Exit;
import dev.tidemark.cli.Session;
import dev.tidemark.cli.Style;
import dev.tidemark.cli.Subcommand;
import dev.tidemark.schema.NearestName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code tidemark explain CODE}: what the documentation says of an error code, a rule of lint or a hazard. */
@CommandLine.Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what an error code, a rule of lint or a hazard means, and what to do. Connects to nothing.",
        sortOptions = false)
public final class ExplainCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "CODE", description = "such as TDM-302, TDM-L01 or DATA_LOSS")
    String code = "";

    /** The command of a session. */
    public ExplainCommand(Session session) {
        super(session);
    }

    @Override
    protected int run() {
        Manual.Entry entry = find(new Manual().entries());
        if (output.json) {
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("format", 1);
            report.put("status", "EXPLAINED");
            report.put("code", entry.code());
            report.put("family", entry.family().isEmpty() ? null : entry.family());
            report.put("text", String.join("\n", entry.text()));
            json(report, Exit.OK);
            return Exit.OK;
        }
        Style style = output.out(session);
        String head = entry.code() + (entry.family().isEmpty() ? "" : "   " + style.dim(entry.family()));
        String text = entry.text().stream()
                .map(line -> line.startsWith("- ") ? style.wrap(line, 2) : style.wrap(line, 0))
                .collect(Collectors.joining("\n"));
        out().print(style.show(head + "\n" + text + "\n"));
        return Exit.OK;
    }

    private Manual.Entry find(Map<String, Manual.Entry> entries) {
        String typed = code.strip().toUpperCase(Locale.ROOT).replace("[", "").replace("]", "");
        String named = typed.matches("\\d{3}|L\\d{2}") ? "TDM-" + typed : typed;
        Manual.Entry entry = entries.get(named.startsWith("TDM") ? named : named.replace('-', '_'));
        if (entry == null) {
            String hazards = entries.keySet().stream()
                    .filter(each -> !each.startsWith("TDM-"))
                    .collect(Collectors.joining(", "));
            throw TidemarkException.of(
                    "TDM-605",
                    "nothing is known of " + code
                            + NearestName.of(named, entries.keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""),
                    "a code, such as TDM-302 or TDM-L01",
                    "a hazard: " + hazards);
        }
        return entry;
    }
}
