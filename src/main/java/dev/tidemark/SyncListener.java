package dev.tidemark;

/** Hears what a sync does; called on the thread that does it, and must neither block nor throw. */
@FunctionalInterface
public interface SyncListener {
    /** Something happened. */
    void on(SyncEvent event);

    /** Hears nothing. */
    static SyncListener silent() {
        return event -> {};
    }
}
