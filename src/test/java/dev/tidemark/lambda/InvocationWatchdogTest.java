package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class InvocationWatchdogTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final InvocationWatchdog watch = new InvocationWatchdog();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void workThatEndsInTimeGivesItsResultOrItsOwnFault() {
        assertEquals("done", watch.run(LONG, () -> "done"));
        TidemarkException fault = TidemarkException.of("TDM-402", "gone");
        assertEquals(
                fault,
                assertThrows(
                        TidemarkException.class,
                        () -> watch.run(LONG, () -> {
                            throw fault;
                        })));
        assertThrows(
                NoClassDefFoundError.class,
                () -> watch.run(LONG, () -> {
                    throw new NoClassDefFoundError("x");
                }));
        assertFalse(watch.isOver());
    }

    @Test
    void whatADatabaseStillDoesIsCutAndLeavesNothing() throws Exception {
        try (TestDatabase database = TestPostgres.fresh()) {
            DataSource source = watch.over(database.dataSource());
            TidemarkException late =
                    assertThrows(TidemarkException.class, () -> watch.run(SHORT, () -> sleepInATransaction(source)));
            assertEquals("TDM-307", late.code());
            assertTrue(late.retriable() && watch.isOver());
            assertThrows(SQLException.class, source::getConnection, "nothing is given out any more");
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the work goes on after its time");
            assertEquals("0", database.value("select count(*) from pg_tables where tablename = 'half'"));
        }
    }

    private boolean sleepInATransaction(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table half (id int)");
            statement.execute("select pg_sleep(20)");
            connection.commit();
        } finally {
            ended.countDown();
        }
        return true;
    }
}
