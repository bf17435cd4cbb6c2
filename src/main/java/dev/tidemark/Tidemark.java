package dev.tidemark;

/** Keeps a PostgreSQL schema in step with the code that uses it. */
public final class Tidemark {
    private Tidemark() {}
}
