package dev.tidemark.deploy;

import dev.tidemark.SyncOptions;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The database as the function's environment has it. Either method may throw what is wrong with the environment, and may take its time over a secret.
 */
public interface Access {
    /** The options of the environment, the mode left open, for a run that may take {@code left}. */
    SyncOptions options(Duration left);

    /** Connections with the deployer's rights, for a run that may take {@code left}. */
    DataSource dataSource(Duration left);
}
