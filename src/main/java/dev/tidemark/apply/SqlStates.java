package dev.tidemark.apply;

import java.util.Set;

/** The SQLSTATEs that the engine tells apart (PostgreSQL documentation, appendix "PostgreSQL Error Codes"). */
final class SqlStates {
    /** The statement was cancelled: by a user, or by its timeout. */
    static final String CANCELLED = "57014";

    static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** A lock was not free in time. */
    static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A lock was not free in time, or a deadlock: worth another try. */
    static final Set<String> LOCKED = Set.of(LOCK_NOT_AVAILABLE, "40P01");

    private SqlStates() {}
}
