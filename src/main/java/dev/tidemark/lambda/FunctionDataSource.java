package dev.tidemark.lambda;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.tidemark.connect.Databases;
import dev.tidemark.identity.Setting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection pool as a Lambda function needs it: HikariCP, one connection for each invocation that runs at the same time (one, but on Managed Instances),
 * opened when it is first asked for, with no thread that keeps connections alive while the environment is frozen.
 */
public final class FunctionDataSource {
    /** Past this nobody listens any more: API Gateway gives up after 30 s. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** What getConnection may take, at most: two attempts at a connect, and less than an init phase. */
    private static final Duration BORROW_TIMEOUT = Duration.ofSeconds(6);

    /** HikariCP takes nothing shorter. */
    private static final Duration LEAST_BORROW_TIMEOUT = Duration.ofMillis(250);

    /** By so much sooner than the pool an attempt gives up, so that the pool knows why there is no connection. */
    private static final Duration TELLING = Duration.ofMillis(200);

    /** A connection that was frozen is asked for its life before it is given out. */
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);

    /** SnapStart holds its hooks weakly: these are the strong references. */
    private static final List<Object> HOOKS = new CopyOnWriteArrayList<>();

    private FunctionDataSource() {}

    /**
     * To the database that the environment names, with the credential that it names (docs/connecting.md). Neither connects nor reads a secret yet. Under
     * SnapStart its connections are closed, and what was read is forgotten, before the snapshot is taken.
     *
     * @throws dev.tidemark.TidemarkException TDM-602 where no database is named, TDM-604 where the address is none, TDM-605 where
     *     settings contradict each other
     */
    public static DataSource fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    static HikariDataSource fromEnvironment(Map<String, String> environment) {
        HikariConfig config = config(environment);
        DataSource source = config.getDataSource();
        int login = loginTimeout(source);
        HikariDataSource pool = new FunctionPool(config, borrow(environment));
        setLoginTimeout(source, login);
        if ("snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            closeBeforeSnapshot(pool);
        }
        return pool;
    }

    private static int loginTimeout(DataSource source) {
        try {
            return source.getLoginTimeout();
        } catch (SQLException e) {
            throw new IllegalStateException("ours throw none", e);
        }
    }

    /** HikariCP has set its own, with which an attempt ends when nobody waits for it any more. */
    private static void setLoginTimeout(DataSource source, int seconds) {
        try {
            source.setLoginTimeout(seconds);
        } catch (SQLException e) {
            throw new IllegalStateException("ours throw none", e);
        }
    }

    private static HikariConfig config(Map<String, String> environment) {
        @Nullable Duration timeout = Setting.FUNCTION_TIMEOUT.duration(environment);
        Duration borrow = borrow(environment);
        HikariConfig config = new HikariConfig();
        config.setPoolName("function");
        config.setDataSource(
                Databases.runtime(environment, timeout == null ? DEFAULT_TIMEOUT : timeout, borrow.minus(TELLING)));
        config.setMaximumPoolSize(concurrency(environment));
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(shorter(FunctionPool.TURN, borrow).toMillis());
        config.setValidationTimeout(shorter(VALIDATION_TIMEOUT, borrow).toMillis());
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        return config;
    }

    private static Duration borrow(Map<String, String> environment) {
        return borrowTimeout(Setting.FUNCTION_TIMEOUT.duration(environment), environment);
    }

    /** A function of 3 s answers before its end also where its database is silent. */
    private static Duration borrowTimeout(@Nullable Duration timeout, Map<String, String> environment) {
        if (timeout == null) {
            return BORROW_TIMEOUT;
        }
        Duration left = timeout.minus(Objects.requireNonNull(Setting.INIT_RESERVE.duration(environment)));
        Duration borrow = shorter(BORROW_TIMEOUT, left);
        return borrow.compareTo(LEAST_BORROW_TIMEOUT) < 0 ? LEAST_BORROW_TIMEOUT : borrow;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static int concurrency(Map<String, String> environment) {
        @Nullable String most = environment.get("AWS_LAMBDA_MAX_CONCURRENCY");
        return most == null || most.isBlank() ? 1 : Math.max(1, Integer.parseInt(most.trim()));
    }

    private static void closeBeforeSnapshot(HikariDataSource pool) {
        try {
            HOOKS.add(SnapStartHook.beforeCheckpoint(() -> {
                closeAll(pool.getHikariPoolMXBean());
                Databases.forget();
            }));
        } catch (NoClassDefFoundError e) {
            // Without org.crac on the class path nobody calls hooks; a connection that did not survive is found dead
            // when it is borrowed.
        }
    }

    /** HikariCP closes on another thread; a second is plenty, and a socket in a snapshot is only found dead later. */
    private static void closeAll(HikariPoolMXBean pool) {
        pool.softEvictConnections();
        try {
            for (int i = 0; i < 100 && pool.getTotalConnections() > 0; i++) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
