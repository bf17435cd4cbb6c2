package dev.tidemark;

import dev.tidemark.apply.Operator;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * What whoever runs a database does for an app without its declaration: look what was done, and take the lease from a holder that is in the way. Thread-safe;
 * never closes the DataSource.
 */
public final class Operations {
    private final Operator operator;

    private Operations(Operator operator) {
        this.operator = operator;
    }

    /**
     * Of this app; connects nowhere yet.
     *
     * @param options the control schema and the budget count, nothing else
     */
    public static Operations of(DataSource dataSource, String app, SyncOptions options) {
        return new Operations(new Operator(
                Objects.requireNonNull(dataSource), Objects.requireNonNull(app), Objects.requireNonNull(options)));
    }

    /**
     * Who did what, when and for how long, the newest run first; changes nothing.
     *
     * @param runs how many at most, 1 at least
     * @throws TidemarkException for connection and rights
     */
    public HistoryReport history(int runs) {
        if (runs < 1) {
            throw TidemarkException.of("TDM-603", "runs is " + runs + ", at least 1 is needed");
        }
        return operator.history(runs);
    }

    /**
     * Frees the lease: raises its term, so that nothing of its holder can be committed any more, and ends the holder's backends. A holder that lives keeps it,
     * unless {@code force} says otherwise: one that has renewed it within half of its time to live, or whose backends run. The journal says who did it.
     *
     * @throws TidemarkException TDM-309 where the holder lives, TDM-304 where a backend could not be ended; for connection and rights
     */
    public UnlockReport unlock(boolean force) {
        return operator.unlock(force);
    }
}
