package dev.tidemark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happens and whether it is as it should be: printed as it goes, and kept for the report. */
final class Timeline {
    private final Instant start = Instant.now();
    private final StringBuilder report = new StringBuilder();
    private final List<String> failures = new ArrayList<>();
    private int steps;
    private int checks;

    /** The first lines. */
    void title(String title, String... text) {
        System.out.println(title);
        report.append("# ").append(title).append("\n\n");
        for (String line : text) {
            System.out.println(line);
            report.append(line).append("\n");
        }
    }

    /** A new step begins. */
    void step(String title, String... why) {
        steps++;
        System.out.println("");
        System.out.println(steps + "  " + title);
        report.append("\n## ").append(steps).append(". ").append(title).append("\n\n");
        for (String line : why) {
            System.out.println("   " + line);
            report.append(line).append('\n');
        }
        report.append(why.length > 0 ? "\n" : "");
    }

    /** Something happened now. */
    void event(String text) {
        event(Instant.now(), text);
    }

    /** Something happened then. */
    void event(Instant when, String text) {
        double seconds = Duration.between(start, when).toMillis() / 1000.0;
        String line = String.format(Locale.ROOT, "%6.2f s  %s", seconds, text);
        System.out.println("   " + line);
        report.append("    ").append(line).append('\n');
    }

    /** Something ought to be so. */
    void check(String what, boolean holds, String found) {
        checks++;
        if (holds) {
            System.out.println("      ✓ " + what);
            report.append("    ✓ ").append(what).append('\n');
        } else {
            failures.add(what + ": " + found);
            System.out.println("      ✗ " + what + ": " + found);
            report.append("    ✗ ").append(what).append(": ").append(found).append('\n');
        }
    }

    /** Something ended the demo. */
    void failed(String what) {
        failures.add(what);
        System.out.println("      ✗ " + what);
        report.append("    ✗ ").append(what).append('\n');
    }

    /** The last lines, and the report file. Returns the exit code. */
    int finish(Path file) throws IOException {
        String summary = failures.isEmpty()
                ? "All " + checks + " checks hold. " + since().toSeconds() + " s."
                : failures.size() + " things are not as they should be:\n  " + String.join("\n  ", failures);
        System.out.println("");
        System.out.println(summary);
        report.append("\n## Result\n\n").append(summary).append('\n');
        Files.createDirectories(file.getParent());
        Files.writeString(file, report);
        System.out.println("Report: " + file);
        return failures.isEmpty() ? 0 : 1;
    }

    private Duration since() {
        return Duration.between(start, Instant.now());
    }
}
