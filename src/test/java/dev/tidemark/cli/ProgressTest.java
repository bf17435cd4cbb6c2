package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Progress says what takes long, once, and nothing of what does not. */
class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Plan.Statement column = Plans.columnAndIndex().statements().get(0);
    private final Plan.Statement index = Plans.columnAndIndex().statements().get(1);

    private Progress progress(Terminal terminal) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Session session =
                new Session(Map.of(), stream, stream, terminal, Clock.systemUTC(), Main::live, new AtomicReference<>());
        return new Progress(session, Style.plain(), new ScriptedTarget(Plans.nothing()));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shortStepsAreSilentAndLongOnesStay() {
        try (Progress progress = progress(FakeTerminal.none())) {
            progress.on(new SyncEvent.StatementStarted(column, 1, 2));
            progress.on(new SyncEvent.StatementDone(column, 1, 2, Duration.ofMillis(1900)));
            progress.on(new SyncEvent.StatementStarted(index, 2, 2));
            progress.on(new SyncEvent.StatementDone(index, 2, 2, Duration.ofSeconds(31)));
        }
        assertEquals("✓ index orders_placed_at_idx  0:31\n", said());
    }

    @Test
    void whatIsSentTogetherIsOneStep() {
        try (Progress progress = progress(FakeTerminal.none())) {
            progress.on(new SyncEvent.StatementStarted(column, 1, 2));
            progress.on(new SyncEvent.StatementStarted(index, 2, 2));
            progress.on(new SyncEvent.Retrying(column, 2, 3, "pid 4211 billing-report, idle for 720 s"));
            progress.on(new SyncEvent.StatementStarted(column, 1, 2));
            progress.on(new SyncEvent.StatementStarted(index, 2, 2));
            progress.on(new SyncEvent.StatementDone(column, 1, 2, Duration.ofSeconds(3)));
            progress.on(new SyncEvent.StatementDone(index, 2, 2, Duration.ofSeconds(3)));
        }
        assertEquals("""
            … orders.note: waiting for its lock, try 2 of 3; held by pid 4211 billing-report, idle for 720 s
            ✓ column note and 1 more, in one transaction  0:03
            """, said());
    }

    @Test
    void withoutTerminalTheLeaseIsSaidOnceInAWhile() {
        try (Progress progress = progress(FakeTerminal.none())) {
            for (int millis = 500; millis <= 10_000; millis += 500) {
                progress.on(new SyncEvent.Waiting("shop", "i-0c41", Duration.ofMillis(millis)));
            }
        }
        assertEquals("… shop: i-0c41 holds the lease, waited 0.5 s\n", said());
    }

    @Test
    void onATerminalTheLineIsDrawnAnewAndCleared() throws InterruptedException {
        try (Progress progress = progress(FakeTerminal.typing())) {
            progress.on(new SyncEvent.StatementStarted(index, 1, 1));
            for (int i = 0; i < 60 && said().isEmpty(); i++) {
                Thread.sleep(100);
            }
            progress.on(new SyncEvent.StatementDone(index, 1, 1, Duration.ofSeconds(3)));
        }
        assertTrue(said().startsWith("\r\u001b[K~ index orders_placed_at_idx  0:0"), said());
        assertTrue(said().endsWith("\r\u001b[K✓ index orders_placed_at_idx  0:03\n"), said());
    }
}
