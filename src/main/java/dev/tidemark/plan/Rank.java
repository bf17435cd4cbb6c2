package dev.tidemark.plan;

/** The order within a transaction. */
enum Rank {
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
    DROP_TABLE,
    DROP_SEQUENCE,
    DROP_TYPE,
    CREATE_VIEW,
    OLD_VIEW,
    COMMENT,
    GRANT
}
