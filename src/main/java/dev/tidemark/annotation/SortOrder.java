package dev.tidemark.annotation;

/** The direction of one key of an index. */
public enum SortOrder {
    /** Ascending, nulls last. */
    ASC,
    /** Descending, nulls first. */
    DESC
}
