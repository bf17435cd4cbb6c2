package dev.tidemark.cli;

import dev.tidemark.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Problems with their place (two lines of the file and a mark, where the file is at hand) and the ways out. */
public final class ErrorPrinter {
    private static final Pattern PLACE = Pattern.compile("(.+?):(\\d+)(?::(\\d+))?");

    /** How the codes of faults of a declaration begin: nothing runs before it is without any. */
    private static final String DECLARATION = "TDM-1";

    private static final String NOTHING = "Nothing was run.";

    private final Style style;
    private final @Nullable SchemaText source;

    public ErrorPrinter(Style style, @Nullable SchemaText source) {
        this.style = style;
        this.source = source;
    }

    public String print(List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        problems.forEach(problem -> text.append(print(problem)));
        boolean declaration =
                problems.stream().anyMatch(problem -> problem.code().startsWith(DECLARATION));
        if (declaration && !text.toString().contains(NOTHING)) {
            text.append(NOTHING).append('\n');
        }
        return text.toString();
    }

    private String print(Problem problem) {
        List<String> lines = new ArrayList<>();
        String code = "[" + problem.code() + "]";
        String[] paragraphs = problem.headline().substring(code.length()).split("\n", -1);
        lines.add(style.wrap(style.bad(code) + paragraphs[0], 2));
        for (int i = 1; i < paragraphs.length; i++) {
            lines.add("  " + paragraphs[i]);
        }
        place(lines, problem.place());
        for (String way : problem.wayOutTexts()) {
            lines.add("  " + way.replace("\n", "\n  "));
        }
        return style.show(String.join("\n", lines)) + "\n";
    }

    private void place(List<String> lines, @Nullable String place) {
        if (place == null) {
            return;
        }
        lines.add("  at " + place.replace("\n", "\n  "));
        Matcher at = PLACE.matcher(place);
        if (source == null || !at.matches() || !at.group(1).equals(source.origin())) {
            return;
        }
        List<String> text = source.text().lines().toList();
        int line = Integer.parseInt(at.group(2));
        if (line < 1 || line > text.size()) {
            return;
        }
        if (line > 1) {
            lines.add(excerpt(line - 1, text.get(line - 2)));
        }
        lines.add(excerpt(line, text.get(line - 1)));
        if (at.group(3) != null) {
            int column =
                    Math.min(Integer.parseInt(at.group(3)), text.get(line - 1).length() + 1);
            lines.add("       | " + blanksOf(text.get(line - 1).substring(0, Math.max(0, column - 1)))
                    + style.bad("^"));
        }
    }

    private static String excerpt(int number, String line) {
        String digits = Integer.toString(number);
        return " ".repeat(Math.max(0, 6 - digits.length())) + digits + " | " + line;
    }

    /** Tabs stay, so that the mark stands below its column. */
    private static String blanksOf(String text) {
        return text.replaceAll("[^\t]", " ");
    }
}
