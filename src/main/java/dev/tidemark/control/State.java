package dev.tidemark.control;

/** How far a version of an app's schema got; in the database in lower case. */
public enum State {
    /** Seen by a cold start that missed it; nothing is known about it but when. */
    ANNOUNCED,
    /** The recorded one; there is one of an app at most. */
    CURRENT,
    /** Was current once. */
    SUPERSEDED,
    /** Was tried and could not be applied. */
    BLOCKED;

    /** Without reflection, for the hot path. */
    static State of(String column) {
        return switch (column) {
            case "announced" -> ANNOUNCED;
            case "current" -> CURRENT;
            case "superseded" -> SUPERSEDED;
            case "blocked" -> BLOCKED;
            default -> throw new IllegalArgumentException(column);
        };
    }
}
