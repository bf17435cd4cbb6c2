package dev.tidemark.fault;

import java.util.Set;

/**
 * The SQLSTATEs that Tidemark tells apart, under the names of the PostgreSQL documentation, appendix "PostgreSQL Error Codes". Constants: who only compares
 * with one loads no class for it.
 */
public final class SqlStates {
    /** Class 08: nothing is wrong with a statement, the connection is. */
    public static final String CONNECTION_EXCEPTIONS = "08";

    public static final String UNABLE_TO_CONNECT = "08001";
    public static final String CONNECTION_REJECTED = "08004";
    public static final String PROTOCOL_VIOLATION = "08P01";

    /** A text that a type does not take: a label that an enum does not have. */
    public static final String INVALID_TEXT = "22P02";

    /** Class 22: a value is none of its type, or not one that an operation takes. */
    public static final String DATA_EXCEPTIONS = "22";

    /** Class 23: a value breaks a constraint. */
    public static final String CONSTRAINT_VIOLATIONS = "23";

    public static final String UNIQUE_VIOLATION = "23505";
    public static final String READ_ONLY_TRANSACTION = "25006";

    /** Class 28: the login. */
    public static final String INVALID_AUTHORIZATIONS = "28";

    public static final String INVALID_AUTHORIZATION = "28000";
    public static final String INVALID_PASSWORD = "28P01";
    public static final String NO_SUCH_DATABASE = "3D000";
    public static final String NO_SUCH_SCHEMA = "3F000";
    public static final String SERIALIZATION_FAILURE = "40001";
    public static final String DEADLOCK = "40P01";

    /** Class 42: syntax, names and privileges. */
    public static final String SYNTAX_OR_ACCESS = "42";

    public static final String SYNTAX_ERROR = "42601";
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    public static final String CANNOT_COERCE = "42846";
    public static final String GROUPING_ERROR = "42803";
    public static final String WRONG_OBJECT_TYPE = "42809";
    public static final String INVALID_FOREIGN_KEY = "42830";
    public static final String UNDEFINED_COLUMN = "42703";
    public static final String UNDEFINED_FUNCTION = "42883";
    public static final String UNDEFINED_OBJECT = "42704";
    public static final String UNDEFINED_TABLE = "42P01";
    public static final String DUPLICATE_OBJECT = "42710";
    public static final String DUPLICATE_SCHEMA = "42P06";
    public static final String DUPLICATE_TABLE = "42P07";
    public static final String TOO_MANY_CONNECTIONS = "53300";

    /** A lock was not free in time. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The statement was cancelled: by a user, or by its timeout. */
    public static final String CANCELLED = "57014";

    /** What a PL/pgSQL function raises by itself. */
    public static final String RAISED = "P0001";

    public static final String ADMIN_SHUTDOWN = "57P01";
    public static final String CRASH_SHUTDOWN = "57P02";
    public static final String CANNOT_CONNECT_NOW = "57P03";

    /** Catalog rows that two sessions changed at once, among others. */
    public static final String INTERNAL_ERROR = "XX000";

    /** A lock was not free in time, or a deadlock: worth another try. */
    public static final Set<String> LOCKED = Set.of(LOCK_NOT_AVAILABLE, DEADLOCK);

    private SqlStates() {}
}
