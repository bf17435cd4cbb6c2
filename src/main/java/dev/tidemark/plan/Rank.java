package dev.tidemark.plan;

/** The order within a transaction. */
enum Rank {
    /** Partitions and children leave their parents before anything else changes. */
    DETACH,
    RENAME,
    DROP_VIEW,
    DROP_FOREIGN_KEY,
    DROP_CONSTRAINT,
    DROP_INDEX,
    BEFORE_TYPES,
    ENUM,
    CREATE,
    COLUMN,
    AFTER_TYPES,
    NOT_NULL,
    KEY,
    INDEX,
    /** New objects that need what changed. */
    NEW,
    CHECK,
    FOREIGN_KEY,
    VALIDATE,
    SEQUENCE,
    /** Before the columns that they are generated from. */
    DROP_GENERATED,
    DROP_COLUMN,
    /** Partitions and children join their parents once they fit. */
    ATTACH,
    DROP_TABLE,
    DROP_SEQUENCE,
    DROP_TYPE,
    CREATE_VIEW,
    OLD_VIEW,
    COMMENT,
    GRANT
}
