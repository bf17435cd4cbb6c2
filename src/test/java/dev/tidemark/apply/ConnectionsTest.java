package dev.tidemark.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A second connection beside the first, from pools that have one, give it at odd moments, or give a broken one. */
final class ConnectionsTest {
    private static final Deadline LONG = Deadline.in(Duration.ofMinutes(10));

    @Test
    void aPoolOfOneThatGivesTheSecondWhileTheFirstIsStillBeingClosedIsRefusedByName() {
        PoolOfOne pool = new PoolOfOne();
        Connections connections = connections(pool);
        Connection first = connections.open();
        TidemarkException refused =
                assertThrows(TidemarkException.class, () -> fail("given: " + connections.openSecond(first)));
        assertEquals("TDM-412", refused.code());
        assertEquals(1, pool.free.availablePermits(), "a connection was not given back");
    }

    @Test
    void aConnectionThatCannotBeMadeReadyGoesBackToItsPool() {
        PoolOfOne pool = new PoolOfOne();
        pool.isBroken = true;
        Connections connections = new Connections(source(pool), Deadline.in(Duration.ZERO));
        assertThrows(TidemarkException.class, connections::open);
        assertEquals(1, pool.free.availablePermits(), "a connection was not given back");
    }

    /** As behind a pooler at which a herd queues: if all gave up after the same time, none would ever get one. */
    @Test
    void aSecondConnectionThatComesSlowlyIsWaitedForLongerEachTime() {
        PGSimpleDataSource queue = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return new PoolOfOne().take();
            }
        };
        BoundedSource source = new BoundedSource(queue, LONG, new Watchdog(queue, LONG));
        Connections connections = new Connections(source, LONG, Duration.ofMillis(10));
        Connection second = null;
        for (int i = 0; i < 20 && second == null; i++) {
            second = connections.openSecond(connections.open());
        }
        assertNotNull(second);
    }

    @Test
    void aConnectionThatComesWhenTheTimeIsOverEndsInTheCodeOfThat() throws Exception {
        PoolOfOne pool = new PoolOfOne();
        Deadline none = Deadline.in(Duration.ZERO);
        try (Watchdog watchdog = Watchdog.start(new PGSimpleDataSource(), none)) {
            while (!watchdog.isOver()) {
                Thread.sleep(1);
            }
            SQLException late = assertThrows(SQLException.class, () -> watchdog.watched(pool.take()));
            assertTrue(watchdog.ended(ConnectionFaults.of(late, "here")));
        }
    }

    private static Connections connections(PoolOfOne pool) {
        return new Connections(source(pool), LONG);
    }

    private static BoundedSource source(PoolOfOne pool) {
        DataSource source = proxy(
                DataSource.class,
                (self, method, arguments) -> method.getName().equals("getConnection") ? pool.take() : false);
        return new BoundedSource(source, LONG, new Watchdog(source, LONG));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Whose close comes back when whoever waits has got the connection, as on a machine that is busy with other things. */
    private static final class PoolOfOne {
        final Semaphore free = new Semaphore(1);
        boolean isBroken;

        Connection take() {
            free.acquireUninterruptibly();
            return proxy(Connection.class, new Handle(this));
        }
    }

    private static final class Handle implements InvocationHandler {
        private final PoolOfOne pool;
        private boolean isClosed;

        Handle(PoolOfOne pool) {
            this.pool = pool;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "isClosed" -> isClosed;
                case "getAutoCommit" -> true;
                case "hashCode" -> System.identityHashCode(self);
                case "toString" -> "a connection of a pool of one";
                case "setAutoCommit" -> {
                    if (pool.isBroken) {
                        throw new SQLException("broken", "08006");
                    }
                    yield null;
                }
                case "abort" -> {
                    isClosed = true;
                    pool.free.release();
                    yield null;
                }
                case "close" -> {
                    isClosed = true;
                    pool.free.release();
                    awaitConnecting();
                    yield null;
                }
                default -> fail("unexpected: " + method);
            };
        }

        private static void awaitConnecting() throws InterruptedException {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("tidemark-connect") && thread != Thread.currentThread()) {
                    thread.join(Duration.ofSeconds(10));
                }
            }
        }
    }
}
