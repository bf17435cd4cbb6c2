package dev.tidemark.lease;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Keeps the driver from naming prepared statements on a connection for as long as the lease is tried and held.
 *
 * <p>pgjdbc names what it sends often, even BEGIN and COMMIT; behind a transaction pooler the name is unknown to the next server connection (26000). A
 * setting of the driver, not of the session.
 */
final class Unnamed {
    private final @Nullable PGConnection driver;
    private final int before;

    private Unnamed(@Nullable PGConnection driver, int before) {
        this.driver = driver;
        this.before = before;
    }

    static Unnamed on(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return new Unnamed(null, 0);
        }
        PGConnection driver = connection.unwrap(PGConnection.class);
        Unnamed unnamed = new Unnamed(driver, driver.getPrepareThreshold());
        driver.setPrepareThreshold(0);
        return unnamed;
    }

    /** As it was found. */
    void restore() {
        if (driver != null) {
            driver.setPrepareThreshold(before);
        }
    }
}
