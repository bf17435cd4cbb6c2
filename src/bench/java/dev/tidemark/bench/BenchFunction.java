package dev.tidemark.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.lambda.ColdStart;
import dev.tidemark.lambda.FunctionDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/** A function that opens its pool and asks {@code SELECT 1}, in its init phase and after a restore; {@code BENCH} says with what. */
public final class BenchFunction implements RequestHandler<Map<String, Object>, String> {
    /** HikariCP and the driver alone, with the address and password of the environment: no class of Tidemark. */
    static final String FLOOR = "floor";

    /** Tidemark's DataSource. */
    static final String WITHOUT = "without";

    /** The same, and the check. */
    static final String CHECK = "check";

    private static final String KIND = System.getenv("BENCH");
    private static final DataSource POOL = KIND.equals(FLOOR) ? plainPool() : FunctionDataSource.fromEnvironment();

    /** Before {@link #AFTER_RESTORE}, since hooks run in the order in which they were registered. */
    @SuppressWarnings("unused")
    private static final @Nullable ColdStart TIDEMARK = KIND.equals(CHECK) ? ColdStart.check(POOL) : null;

    private static final Resource AFTER_RESTORE = new AfterRestore();

    static {
        if ("snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            Core.getGlobalContext().register(AFTER_RESTORE);
        }
        selectOne();
    }

    private static final class AfterRestore implements Resource {
        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
            // FunctionDataSource closes its connections by itself.
        }

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) {
            selectOne();
        }
    }

    private static DataSource plainPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getenv("TIDEMARK_URL"));
        config.setUsername(System.getenv("TIDEMARK_USER"));
        config.setPassword(System.getenv("TIDEMARK_PASSWORD"));
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private static void selectOne() {
        try (Connection connection = POOL.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select 1")) {
            row.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        return "ready";
    }
}
