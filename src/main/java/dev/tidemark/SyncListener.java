package dev.tidemark;

/**
 * Hears what a sync does; called on the thread that does it, and must not block.
 *
 * <p>What it throws at {@link SyncEvent.Planned} ends the sync before anything ran, the lease given back: the last moment to say no to a plan. It must not throw
 * at anything else.
 */
@FunctionalInterface
public interface SyncListener {
    /** Something happened. */
    void on(SyncEvent event);

    /** Hears nothing. */
    static SyncListener silent() {
        return event -> {};
    }
}
