package dev.tidemark;

/** What can go wrong, or hurt others, when a statement runs; codes are stable and described in {@code docs/hazards.md}. */
public enum Hazard {
    /** Values that are stored now are gone afterwards, and no later sync brings them back. */
    DATA_LOSS(true),
    /** The whole table is rewritten while nobody can read or write it. */
    TABLE_REWRITE(true),
    /** The table is made again, since no statement makes it what is declared, and its rows move while nobody can read or write it. */
    TABLE_RECREATED(true),
    /** The whole table is read while a strong lock is held. */
    FULL_SCAN_UNDER_LOCK(true),
    /** Readers and writers of the table wait, if only for a moment. */
    ACCESS_EXCLUSIVE_LOCK(false),
    /** Rows that exist may not satisfy it; the statement then fails. */
    MAY_FAIL_ON_DATA(false),
    /** Versions of the code that still run rely on what this changes. */
    BREAKS_RUNNING_CODE(false),
    /** An index is built: reads the whole table; built concurrently where the table has rows. */
    INDEX_BUILD(false),
    /** An index goes; queries may become slow. */
    INDEX_DROPPED(false),
    /** Something that Tidemark cannot follow (a function's body) may depend on what changes. */
    UNTRACKED_DEPENDENCY(false),
    /** Who may do what changes. */
    PRIVILEGE_CHANGE(false),
    /** SQL of the declaration's author changes rows; nobody but its author can say what it does. */
    DATA_CHANGE(true),
    /** Something that exists, and that the app takes over with this sync, is altered or dropped. */
    ADOPTION_CHANGE(true);

    private final boolean requiresApproval;

    Hazard(boolean requiresApproval) {
        this.requiresApproval = requiresApproval;
    }

    /** Whether an explicit sync wants this hazard allowed by name ({@code --allow}) before it applies the change. */
    public boolean requiresApproval() {
        return requiresApproval;
    }

    /** Whether it is one hazard of the plan, told and approved once, however many changes carry it. */
    public boolean isOfWholePlan() {
        return this == ADOPTION_CHANGE;
    }
}
