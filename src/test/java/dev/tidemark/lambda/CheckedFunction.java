package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import javax.sql.DataSource;

/** The smallest function with a check. */
public final class CheckedFunction implements RequestHandler<Map<String, Object>, String> {
    private static final DataSource DATABASE = FunctionDataSource.fromEnvironment();
    private static final ColdStart TIDEMARK = ColdStart.check(DATABASE);

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        try {
            TIDEMARK.ready(context);
            return "served";
        } catch (TidemarkUnavailable e) {
            return "unavailable " + e.status();
        }
    }
}
