package dev.tidemark.shadow;

import dev.tidemark.fault.SqlStates;
import dev.tidemark.schema.Declared;
import java.sql.SQLException;
import java.util.Set;

/** A statement that PostgreSQL did not take. */
record Fault(Declared declared, Mapped mapped, SQLException error) {
    /** What another statement, that comes later, may mend: something is missing, or is not yet what it will be. */
    private static final Set<String> LATER = Set.of(
            SqlStates.UNDEFINED_TABLE,
            SqlStates.UNDEFINED_FUNCTION,
            SqlStates.UNDEFINED_OBJECT,
            SqlStates.UNDEFINED_COLUMN,
            SqlStates.INVALID_FOREIGN_KEY,
            SqlStates.WRONG_OBJECT_TYPE,
            SqlStates.NO_SUCH_SCHEMA,
            SqlStates.GROUPING_ERROR);

    private static final Set<String> OTHER_READING = Set.of(
            SqlStates.UNDEFINED_TABLE,
            SqlStates.UNDEFINED_COLUMN,
            SqlStates.UNDEFINED_FUNCTION,
            SqlStates.NO_SUCH_SCHEMA);
    private static final Set<String> NOT_THE_STATEMENTS = Set.of("08", "25", "40", "53", "57", "XX");

    String state() {
        return String.valueOf(error.getSQLState());
    }

    boolean mayPassLater() {
        return LATER.contains(state());
    }

    /** Whether a name may have been read as a schema's and is a relation's. */
    boolean mayBeMisread() {
        return OTHER_READING.contains(state());
    }

    /** Whether an error says something about the statement, and not about the connection, a lock or the time. */
    static boolean isStatements(SQLException error) {
        String state = error.getSQLState();
        return state != null
                && state.length() == 5
                && !state.equals(SqlStates.LOCK_NOT_AVAILABLE)
                && !NOT_THE_STATEMENTS.contains(state.substring(0, 2));
    }
}
