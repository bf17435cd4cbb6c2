package dev.tidemark.connect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.lambda.ColdStart;
import dev.tidemark.lambda.FunctionDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Logs in while it is initialised and again in each invocation, and says as whom: by Tidemark's pool, or, {@code WITHOUT_POOL}, beside the check alone. */
public final class SnapshotFunction implements RequestHandler<Map<String, Object>, String> {
    private static final boolean POOL = System.getenv("WITHOUT_POOL") == null;

    private static final DataSource DATABASE =
            POOL ? FunctionDataSource.fromEnvironment() : Databases.deployer(System.getenv(), Duration.ofSeconds(20));

    /** Finds no schema; what it does around a snapshot it does all the same. */
    @SuppressWarnings("unused")
    private static final @Nullable ColdStart CHECK = POOL ? null : ColdStart.check(DATABASE);

    static {
        System.out.println("=> init as " + whoAmI());
    }

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        return whoAmI();
    }

    private static String whoAmI() {
        try (Connection connection = DATABASE.getConnection();
                ResultSet row = connection.createStatement().executeQuery("select current_user")) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
