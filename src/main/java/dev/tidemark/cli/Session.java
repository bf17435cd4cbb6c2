package dev.tidemark.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that a command gets from outside.
 *
 * @param targets opens what a command works on
 * @param running what a shutdown hook cancels; null while nothing runs
 */
public record Session(
        Map<String, String> env,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Clock clock,
        BiFunction<ConnectionSettings, Duration, Target> targets,
        AtomicReference<@Nullable Target> running) {
    /** Whether somebody can be asked. */
    boolean interactive() {
        return terminal.stdin() && terminal.stderr();
    }
}
