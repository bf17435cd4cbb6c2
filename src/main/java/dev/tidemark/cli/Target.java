package dev.tidemark.cli;

import dev.tidemark.DriftReport;
import dev.tidemark.HistoryReport;
import dev.tidemark.Operations;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.UnlockReport;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What a command works on: a database and Tidemark upon it. */
interface Target {
    /** Connects, or says why not; the server's version. */
    String reach(Consumer<String> waits);

    /** What a sync would do. */
    Plan plan(SyncOptions options);

    /** Does it. */
    SyncResult sync(SyncOptions options);

    /** What is recorded. */
    StatusReport status(SyncOptions options);

    /** What was changed since the record. */
    DriftReport drift(SyncOptions options);

    /** Who did what, when. */
    HistoryReport history(SyncOptions options, String app, int runs);

    /** Takes the lease from its holder. */
    UnlockReport unlock(SyncOptions options, String app, boolean force);

    /** Percent of the long statement that runs, where PostgreSQL says it. */
    OptionalInt progress();

    /** Cancels what runs. */
    void cancel();

    /** The same error with where the connection's settings came from. */
    TidemarkException tell(TidemarkException error);

    /** The real one. */
    static Target of(Database database) {
        return new Live(database);
    }

    /** Tidemark on a database. */
    record Live(Database database) implements Target {
        @Override
        public String reach(Consumer<String> waits) {
            return database.reach(waits);
        }

        @Override
        public Plan plan(SyncOptions options) {
            return Tidemark.open(database, options).plan();
        }

        @Override
        public SyncResult sync(SyncOptions options) {
            return Tidemark.open(database, options).sync();
        }

        @Override
        public StatusReport status(SyncOptions options) {
            return Tidemark.open(database, options).status();
        }

        @Override
        public DriftReport drift(SyncOptions options) {
            return Tidemark.open(database, options).drift();
        }

        @Override
        public HistoryReport history(SyncOptions options, String app, int runs) {
            return Operations.of(database, app, options).history(runs);
        }

        @Override
        public UnlockReport unlock(SyncOptions options, String app, boolean force) {
            return Operations.of(database, app, options).unlock(force);
        }

        @Override
        public OptionalInt progress() {
            return database.progress();
        }

        @Override
        public void cancel() {
            database.cancel();
        }

        @Override
        public TidemarkException tell(TidemarkException error) {
            return database.tell(error);
        }
    }
}
