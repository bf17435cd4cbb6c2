package dev.tidemark.deploy;

import dev.tidemark.SyncOptions;
import dev.tidemark.report.Json;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database as the function's environment has it. Either method may throw what is wrong with the environment, and may take its time over a secret.
 */
public interface Access {
    /** The options of the environment, the mode left open, for a run that may take {@code left}. */
    SyncOptions options(Duration left);

    /** Connections with the deployer's rights, for a run that may take {@code left}. */
    DataSource dataSource(Duration left);

    /** Who serves; Lambda's API says so. */
    default Routing routing() {
        return new LambdaRouting();
    }

    /** Writes a line of JSON to the log. */
    default void log(Map<String, @Nullable Object> line) {
        System.out.println(Json.line(line));
    }
}
