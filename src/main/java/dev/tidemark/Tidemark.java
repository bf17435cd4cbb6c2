package dev.tidemark;

import java.util.Objects;
import javax.sql.DataSource;

/**
 * Keeps a PostgreSQL schema in step with the code that uses it.
 *
 * <p>Thread-safe. Never closes the DataSource it was given and leaves no session state behind on its connections.
 */
public final class Tidemark {
    private final DataSource dataSource;
    private final SyncOptions options;

    private Tidemark(DataSource dataSource, SyncOptions options) {
        this.dataSource = Objects.requireNonNull(dataSource);
        this.options = Objects.requireNonNull(options);
    }

    /** With {@link SyncOptions#defaults()}. */
    public static Tidemark open(DataSource dataSource) {
        return open(dataSource, SyncOptions.defaults());
    }

    /**
     * The compiled schema is found on the context class loader, or in {@link SyncOptions#source()}.
     *
     * @throws TidemarkException TDM-110 where there is none (with the pom snippet that mends it), TDM-111 where there are two of one app
     */
    public static Tidemark open(DataSource dataSource, SyncOptions options) {
        return new Tidemark(dataSource, options);
    }

    /**
     * What a sync with these options would do now; changes nothing, and takes no lease.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public Plan plan() {
        throw new UnsupportedOperationException(dataSource + " " + options);
    }

    /**
     * Brings the database in step, or says why not.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public SyncResult sync() {
        throw new UnsupportedOperationException(dataSource + " " + options);
    }

    /**
     * What the control tables say; one read.
     *
     * @throws TidemarkException for connection and rights
     */
    public StatusReport status() {
        throw new UnsupportedOperationException(dataSource + " " + options);
    }
}
