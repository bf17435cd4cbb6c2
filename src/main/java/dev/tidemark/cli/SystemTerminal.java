package dev.tidemark.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terminals of this process. {@code System.console()} does not say (since JDK 22 it may be there without any), so that each file descriptor is looked
 * at: in {@code /proc} on Linux, else by the shell's {@code test -t}. Where neither exists nothing counts as a terminal: then nothing asks and nothing is
 * coloured, which is always safe.
 */
final class SystemTerminal implements Terminal {
    private final boolean[] terminals;
    private final Map<String, String> env;
    private final BufferedReader input;

    private SystemTerminal(boolean[] terminals, Map<String, String> env, InputStream stdin) {
        this.terminals = terminals;
        this.env = env;
        this.input = new BufferedReader(new InputStreamReader(stdin, Charset.defaultCharset()));
    }

    static Terminal detect(Map<String, String> env, InputStream stdin) {
        return new SystemTerminal(Files.isDirectory(Path.of("/proc/self/fd")) ? proc() : shell(), env, stdin);
    }

    @Override
    public boolean stdin() {
        return terminals[0];
    }

    @Override
    public boolean stdout() {
        return terminals[1];
    }

    @Override
    public boolean stderr() {
        return terminals[2];
    }

    @Override
    public int columns() {
        String given = env.getOrDefault("COLUMNS", "");
        if (given.matches("[1-9][0-9]{0,4}")) {
            return Integer.parseInt(given);
        }
        String size = terminals[1] || terminals[2] ? run("stty size </dev/tty 2>/dev/null") : "";
        int blank = size.indexOf(' ');
        return blank > 0 && size.substring(blank + 1).matches("[1-9][0-9]{0,4}")
                ? Integer.parseInt(size.substring(blank + 1))
                : 0;
    }

    @Override
    public boolean utf8() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String locale = value.toLowerCase(Locale.ROOT);
                return locale.contains("utf-8") || locale.contains("utf8");
            }
        }
        return false;
    }

    @Override
    public @Nullable String readLine() throws IOException {
        return input.readLine();
    }

    private static boolean[] proc() {
        boolean[] terminals = new boolean[3];
        for (int fd = 0; fd < 3; fd++) {
            terminals[fd] = isTerminal(Path.of("/proc/self/fd/" + fd));
        }
        return terminals;
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** The exit code holds one bit for each descriptor. */
    private static boolean[] shell() {
        String bits = "r=0; [ -t 0 ] && r=1; [ -t 1 ] && r=$((r+2)); [ -t 2 ] && r=$((r+4)); exit $r";
        int code = 0;
        try {
            Process process = new ProcessBuilder("sh", "-c", bits).inheritIO().start();
            code = process.waitFor(2, TimeUnit.SECONDS) ? process.exitValue() : 0;
        } catch (IOException e) {
            code = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new boolean[] {(code & 1) != 0, (code & 2) != 0, (code & 4) != 0};
    }

    private static String run(String command) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
