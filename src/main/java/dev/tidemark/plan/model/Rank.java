package dev.tidemark.plan.model;

/** What comes first within a stage, where nothing that a statement needs asks for another order. */
public enum Rank {
    /** Partitions and children leave their parents before anything else changes. */
    DETACH(Effect.NONE),
    RENAME(Effect.MAKES),
    DROP_VIEW(Effect.DROPS),
    DROP_FOREIGN_KEY(Effect.DROPS),
    DROP_CONSTRAINT(Effect.DROPS),
    DROP_INDEX(Effect.DROPS),
    BEFORE_TYPES(Effect.DROPS),
    ENUM(Effect.CHANGES),
    CREATE(Effect.MAKES),
    COLUMN(Effect.MAKES),
    AFTER_TYPES(Effect.MAKES),
    NOT_NULL(Effect.NONE),
    KEY(Effect.MAKES),
    INDEX(Effect.MAKES),
    /** New objects that need what changed. */
    NEW(Effect.MAKES),
    CHECK(Effect.MAKES),
    FOREIGN_KEY(Effect.MAKES),
    VALIDATE(Effect.NONE),
    SEQUENCE(Effect.MAKES),
    /** Before the columns that they are generated from. */
    DROP_GENERATED(Effect.DROPS),
    DROP_COLUMN(Effect.DROPS),
    /** Partitions and children join their parents once they fit. */
    ATTACH(Effect.NONE),
    DROP_TABLE(Effect.DROPS),
    DROP_SEQUENCE(Effect.DROPS),
    DROP_TYPE(Effect.DROPS),
    CREATE_VIEW(Effect.MAKES),
    OLD_VIEW(Effect.MAKES),
    COMMENT(Effect.NEEDS),
    GRANT(Effect.NEEDS),
    /** Lookup rows, once their table is there. */
    ROWS(Effect.NONE),
    DROP_SCHEMA(Effect.DROPS);

    /** What a statement of a rank usually does to its object; {@link Op} may say otherwise. */
    enum Effect {
        MAKES,
        DROPS,
        /** Drops it as it was and makes it as it should be. */
        CHANGES,
        NEEDS,
        NONE
    }

    private final Effect effect;

    Rank(Effect effect) {
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }
}
