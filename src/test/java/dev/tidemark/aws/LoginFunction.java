package dev.tidemark.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.lambda.FunctionDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** A function with a pool that lives on between invocations; it says who it is to the database, and in which session. */
public final class LoginFunction implements RequestHandler<Map<String, Object>, String> {
    private static final DataSource DATABASE = FunctionDataSource.fromEnvironment();

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select current_user || ' ' || pg_backend_pid()")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getSQLState() + " " + e.getMessage(), e);
        }
    }
}
