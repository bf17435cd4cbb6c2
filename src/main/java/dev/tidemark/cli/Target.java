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
import org.jspecify.annotations.Nullable;

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

    /** Tidemark on a database: opened once, so that the schema is read once and a sync knows what its plan has seen. */
    final class Live implements Target {
        private final Database database;
        private @Nullable Tidemark opened;

        Live(Database database) {
            this.database = database;
        }

        private synchronized Tidemark with(SyncOptions options) {
            Tidemark first = opened;
            if (first == null) {
                first = Tidemark.open(database, options);
                opened = first;
                return first;
            }
            return first.with(options);
        }

        @Override
        public String reach(Consumer<String> waits) {
            return database.reach(waits);
        }

        @Override
        public Plan plan(SyncOptions options) {
            return with(options).plan();
        }

        @Override
        public SyncResult sync(SyncOptions options) {
            return with(options).sync();
        }

        @Override
        public StatusReport status(SyncOptions options) {
            return with(options).status();
        }

        @Override
        public DriftReport drift(SyncOptions options) {
            return with(options).drift();
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
