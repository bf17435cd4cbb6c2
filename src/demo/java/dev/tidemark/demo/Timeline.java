package dev.tidemark.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happens and whether it is as it should be: printed as it goes, and kept for the report. Never silent for long, and never in a hurry. */
final class Timeline {
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Instant start = Instant.now();
    private volatile Instant lastPrinted = Instant.now();
    private volatile String awaited = "";
    private final StringBuilder report = new StringBuilder();
    private final List<String> failures = new ArrayList<>();
    private int steps;
    private int checks;

    /** Says every five seconds what is being waited for, where nothing else is said. */
    Timeline() {
        Thread ticker = new Thread(this::tick, "demo-ticker");
        ticker.setDaemon(true);
        ticker.start();
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(500);
                String what = awaited;
                if (!what.isEmpty() && silence().compareTo(SILENCE) >= 0) {
                    print("   " + seconds(Instant.now()) + "  … still waiting: " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is waited for from now on; empty: nothing. */
    void waitingFor(String what) {
        awaited = what;
    }

    /** How long nothing was printed. */
    Duration silence() {
        return Duration.between(lastPrinted, Instant.now());
    }

    private synchronized void print(String line) {
        System.out.println(line);
        lastPrinted = Instant.now();
    }

    private String seconds(Instant when) {
        return String.format(
                Locale.ROOT, "%6.2f s", Duration.between(start, when).toMillis() / 1000.0);
    }

    /** The first lines. */
    void title(String title, String... text) {
        print(title);
        report.append("# ").append(title).append("\n\n");
        for (String line : text) {
            print(line);
            report.append(line).append("\n");
        }
    }

    /** A new step begins. */
    void step(String title, String... why) {
        steps++;
        print("");
        print(steps + "  " + title);
        report.append("\n## ").append(steps).append(". ").append(title).append("\n\n");
        for (String line : why) {
            print("   " + line);
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
        String line = seconds(when) + "  " + text;
        print("   " + line);
        report.append("    ").append(line).append('\n');
    }

    /** What a command printed, in the words of its reader: the command line first. */
    void output(String command, String text) {
        print("");
        print("   $ " + command);
        report.append("\n```\n$ ").append(command).append('\n').append(text).append("```\n\n");
        text.lines().forEach(line -> print(line.isEmpty() ? "" : "   " + line));
        print("");
    }

    /** Something ought to be so. */
    void check(String what, boolean holds, String found) {
        checks++;
        if (holds) {
            print("      ✓ " + what);
            report.append("    ✓ ").append(what).append('\n');
        } else {
            failures.add(what + ": " + found);
            print("      ✗ " + what + ": " + found);
            report.append("    ✗ ").append(what).append(": ").append(found).append('\n');
        }
    }

    /** Something ended the demo. */
    void failed(String what) {
        failures.add(what);
        print("      ✗ " + what);
        report.append("    ✗ ").append(what).append('\n');
    }

    /** The last lines, and the report file. Returns the exit code. */
    int finish(Path file) throws IOException {
        String summary = failures.isEmpty()
                ? "All " + checks + " checks hold. " + since().toSeconds() + " s."
                : failures.size() + " things are not as they should be:\n  " + String.join("\n  ", failures);
        print("");
        print(summary);
        report.append("\n## Result\n\n").append(summary).append('\n');
        Files.createDirectories(file.getParent());
        Files.writeString(file, report);
        print("Report: " + file);
        return failures.isEmpty() ? 0 : 1;
    }

    private Duration since() {
        return Duration.between(start, Instant.now());
    }
}
