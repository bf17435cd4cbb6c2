package dev.tidemark.annotation;

/** What a foreign key does when the row that it points to is deleted, or its key changes. */
public enum Action {
    /** Refuse at the end of the statement; PostgreSQL's own default. */
    NO_ACTION,
    /** Refuse at once. */
    RESTRICT,
    /** Delete or change the pointing rows too. */
    CASCADE,
    /** Empty the pointing columns; they have to be nullable. */
    SET_NULL,
    /** Give the pointing columns their defaults. */
    SET_DEFAULT
}
