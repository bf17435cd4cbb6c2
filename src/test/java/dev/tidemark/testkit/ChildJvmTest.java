package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ChildJvmTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Answers every line of its input, until it ends. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] args) throws IOException {
            System.out.println(args[0] + " " + System.getenv("ECHO_SUFFIX"));
            int read = System.in.read();
            for (; read >= 0 && read != 'q'; read = System.in.read()) {
                if (read > ' ') {
                    System.out.println("echo " + (char) read);
                }
            }
            System.exit(read == 'q' ? 3 : 4);
        }
    }

    @Test
    void runsAMainClassWithArgumentsAndEnvironment() throws InterruptedException {
        try (ChildJvm child = ChildJvm.of(Echo.class, "hello")
                .env("ECHO_SUFFIX", "world")
                .logClasses()
                .start()) {
            assertEquals("hello world", child.awaitLine("hello", LONG));
            child.say("x");
            child.awaitLine("echo x", LONG);
            child.say("q");
            assertEquals(3, child.awaitExit(LONG));
            assertTrue(child.loadedClasses().contains(Echo.class.getName()), "its own class");
            assertFalse(child.loadedClasses().contains("org.postgresql.Driver"));
        }
    }

    @Test
    void isFrozenThawedAndKilled() throws InterruptedException {
        try (ChildJvm child = ChildJvm.of(Echo.class, "hello").start()) {
            child.awaitLine("hello", LONG);
            child.freeze();
            child.say("a");
            assertThrows(IllegalStateException.class, () -> child.awaitLine("echo a", Duration.ofMillis(300)));
            assertTrue(child.isAlive());
            child.thaw();
            child.awaitLine("echo a", LONG);
            child.kill9();
            assertEquals(128 + 9, child.awaitExit(LONG));
        }
    }
}
