package dev.tidemark.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** How a command ended and what it wrote. */
record Ran(int exit, String out, String err) {
    static final Map<String, String> ENV =
            Map.of("PGHOST", "db.example.test", "PGDATABASE", "shop", "PGUSER", "deployer");

    /** Against a prepared target. */
    static Ran command(Target target, Terminal terminal, String... args) {
        return command((settings, timeout) -> target, ENV, terminal, args);
    }

    /** Against a prepared target, with an environment. */
    static Ran with(Map<String, String> env, Target target, Terminal terminal, String... args) {
        return command((settings, timeout) -> target, env, terminal, args);
    }

    /** Against a database. */
    static Ran live(Map<String, String> env, String... args) {
        return command(Main::live, env, FakeTerminal.none(), args);
    }

    private static Ran command(
            BiFunction<ConnectionSettings, Duration, Target> targets,
            Map<String, String> env,
            Terminal terminal,
            String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                env,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                Clock.fixed(Instant.parse("2026-11-23T04:40:00Z"), ZoneOffset.UTC),
                targets,
                new AtomicReference<>());
        int exit = Main.run(args, session);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
