package dev.tidemark.fault;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * What a connection that fails means: the one place that turns SQLSTATEs (PostgreSQL documentation, appendix "Error Codes") and network errors into the
 * codes TDM-401 … TDM-409. What a DataSource of Tidemark says in its own codes (TDM-42x) comes back as it is, out of whatever a pool wrapped around it.
 *
 * <p>TDM-401 login refused, 402 nothing answers (retriable), 403 silent (retriable), 404 privilege missing, 405 TLS, 406 no such database, 407 out of
 * connections (retriable), 408 read-only side (retriable), 409 protocol.
 */
public final class ConnectionFaults {
    private static final Set<String> LOGIN =
            Set.of(SqlStates.INVALID_PASSWORD, SqlStates.INVALID_AUTHORIZATION, SqlStates.CONNECTION_REJECTED);
    private static final Set<String> STARTING =
            Set.of(SqlStates.ADMIN_SHUTDOWN, SqlStates.CRASH_SHUTDOWN, SqlStates.CANNOT_CONNECT_NOW);
    private static final Pattern SEVERITY = Pattern.compile("\\p{Lu}+: +(.*)");

    private ConnectionFaults() {}

    /** Whether it concerns the connection (or who may use it) and not the statement that was running. */
    public static boolean isConnection(SQLException e) {
        String state = state(e);
        return isEmptyPool(e, state)
                || state.startsWith(SqlStates.CONNECTION_EXCEPTIONS)
                || state.startsWith(SqlStates.INVALID_AUTHORIZATIONS)
                || STARTING.contains(state)
                || Set.of(SqlStates.NO_SUCH_DATABASE, SqlStates.TOO_MANY_CONNECTIONS, SqlStates.READ_ONLY_TRANSACTION)
                        .contains(state);
    }

    /**
     * Whether the server, or a pooler in front of it, refuses this user or this password: 28P01, 28000 (an RDS Proxy that has no secret for the user, a user
     * that may not log in), or a pooler's own words in 08P01 (PgBouncer).
     */
    public static boolean isLogin(SQLException e) {
        String state = state(e);
        return !isTls(e, state) && (LOGIN.contains(state) || isPoolersLogin(e, state));
    }

    /** Whether nothing listens there: the connection was refused, which costs a moment and is not likely to change in the next. */
    public static boolean isRefused(SQLException e) {
        return find(e, ConnectException.class) != null;
    }

    private static boolean isPoolersLogin(SQLException e, String state) {
        String words = words(e);
        return isOfPooler(e, state) && (words.contains("authentication failed") || words.startsWith("no such user"));
    }

    /** PgBouncer has one SQLSTATE for all that it says itself. */
    private static boolean isOfPooler(SQLException e, String state) {
        @Nullable PSQLException said = find(e, PSQLException.class);
        return state.equals(SqlStates.PROTOCOL_VIOLATION) && said != null && said.getServerErrorMessage() != null;
    }

    /**
     * The error to throw; TDM-501 where it is no matter of the connection.
     *
     * @param where the server as {@code host:port}
     */
    public static TidemarkException of(SQLException e, String where) {
        @Nullable TidemarkException known = find(e, TidemarkException.class);
        if (known != null) {
            return known;
        }
        String state = state(e);
        if (isEmptyPool(e, state)) {
            return again("TDM-403", where + " gave no session in time: " + words(e), e);
        }
        if (isTls(e, state)) {
            return isCut(e) ? network(e, where, state) : TlsFaults.of(e, where);
        }
        if (isLogin(e)) {
            return fault(
                    "TDM-401", where + " refuses the login: " + words(e) + " (" + state + "). Not tried again.", e);
        }
        if (STARTING.contains(state)) {
            return again("TDM-402", where + " takes no connections just now: " + words(e) + " (" + state + ")", e);
        }
        return switch (state) {
            case SqlStates.NO_SUCH_DATABASE ->
                fault("TDM-406", where + " has no such database: " + words(e) + " (3D000)", e);
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                fault("TDM-404", where + " does not permit it: " + words(e) + " (42501)", e);
            case SqlStates.TOO_MANY_CONNECTIONS ->
                again("TDM-407", where + " is out of connections: " + words(e) + " (53300)", e);
            case SqlStates.READ_ONLY_TRANSACTION ->
                again("TDM-408", where + " is read-only: " + words(e) + " (25006). A standby?", e);
            case SqlStates.PROTOCOL_VIOLATION -> isOfPooler(e, state) ? pooler(e, where) : strange(e, where);
            default ->
                state.startsWith(SqlStates.CONNECTION_EXCEPTIONS)
                        ? network(e, where, state)
                        : statement(e, where, state);
        };
    }

    private static TidemarkException strange(SQLException e, String where) {
        return fault("TDM-409", where + " does not speak as expected: " + words(e) + " (08P01)", e);
    }

    /** What a pooler says of itself passes, but for a database that it does not know and a start-up parameter that it does not let through. */
    private static TidemarkException pooler(SQLException e, String where) {
        String words = words(e);
        if (words.startsWith("no such database")) {
            return fault("TDM-406", where + ", a pooler, has no such database: " + words + " (08P01)", e);
        }
        if (words.contains("startup parameter")) {
            return strange(e, where);
        }
        return words.contains("no more connections") || words.contains("query_wait_timeout")
                ? again("TDM-407", where + ", a pooler, is out of connections: " + words + " (08P01)", e)
                : again("TDM-402", where + ", a pooler, ended the connection: " + words + " (08P01)", e);
    }

    /**
     * A connection fault (TDM-4xx) as a caller tells it who knows more than the engine; other errors come back as they are.
     *
     * @param formerly what {@link #of} was given as {@code where}; that place is then told as {@code where}
     * @param where the server as {@code host:port}
     * @param provenance where the settings came from: lines that are put before the ways out
     */
    public static TidemarkException retold(
            TidemarkException error, String formerly, String where, List<String> provenance) {
        if (!error.code().startsWith("TDM-4")) {
            return error;
        }
        TidemarkException told = error;
        if (error.getCause() instanceof SQLException e) {
            Problem placed = of(e, formerly).problems().get(0);
            told = placed.equals(error.problems().get(0)) ? of(e, where) : error;
        }
        Problem first = told.problems().get(0);
        List<String> waysOut = new ArrayList<>(provenance);
        waysOut.addAll(first.wayOutTexts());
        List<Problem> problems = new ArrayList<>(told.problems());
        problems.set(
                0, Problem.of(first.code(), first.object(), first.message(), first.place(), first.sqlState(), waysOut));
        return new TidemarkException(problems, told.retriable(), error.getCause());
    }

    /** A DataSource as its user knows it: {@code host:port} where it leads straight to one, else the name of its class. */
    public static String where(DataSource source) {
        try {
            if (source.isWrapperFor(PGSimpleDataSource.class)) {
                PGSimpleDataSource server = source.unwrap(PGSimpleDataSource.class);
                return server.getServerNames()[0] + ":" + server.getPortNumbers()[0];
            }
        } catch (SQLException e) {
            return source.getClass().getSimpleName();
        }
        return source.getClass().getSimpleName();
    }

    private static boolean isTls(SQLException e, String state) {
        return state.startsWith(SqlStates.CONNECTION_EXCEPTIONS)
                && (find(e, SSLException.class) != null || TlsFaults.isOfDriver(e));
    }

    /** The other side went away in the handshake, as one does that restarts or fails over; what it does not like it says. */
    private static boolean isCut(SQLException e) {
        return find(e, EOFException.class) != null || find(e, SocketException.class) != null;
    }

    /** A pool that waited in vain and knows no cause. */
    private static boolean isEmptyPool(SQLException e, String state) {
        return state.isEmpty() && find(e, SQLTransientConnectionException.class) != null;
    }

    private static <T> @Nullable T find(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static TidemarkException network(SQLException e, String where, String state) {
        @Nullable IOException io = find(e, IOException.class);
        if (io != null) {
            return network(io, where, e);
        }
        return state.equals(SqlStates.UNABLE_TO_CONNECT)
                ? again("TDM-403", where + " gave no session in time. A proxy without a server behind it?", e)
                : again("TDM-402", where + " broke the connection: " + words(e) + " (" + state + ")", e);
    }

    private static TidemarkException network(IOException io, String where, SQLException e) {
        String nothing = "nothing answers at " + where + ": ";
        if (io instanceof FileNotFoundException || io instanceof FileSystemException) {
            return fault("TDM-405", where + ": no TLS connection: a file for it cannot be read: " + io.getMessage(), e);
        }
        if (io instanceof UnknownHostException) {
            return fault("TDM-402", nothing + "the name does not resolve", e);
        }
        if (io instanceof NoRouteToHostException) {
            return again("TDM-402", nothing + "no route to it", e);
        }
        if (io instanceof ConnectException) {
            return again("TDM-402", nothing + "connection refused", e);
        }
        if (io instanceof EOFException) {
            return again("TDM-402", where + " hung up without a word", e);
        }
        return io instanceof SocketTimeoutException
                ? timeout(io, where, e)
                : again("TDM-402", where + " broke the connection: " + words(io), e);
    }

    /** The JDK tells the two only by its text, which it does not translate. */
    private static TidemarkException timeout(IOException timeout, String where, SQLException e) {
        return String.valueOf(timeout.getMessage()).startsWith("Connect")
                ? again(
                        "TDM-402",
                        "nothing answers at " + where + ": no reply in time. A firewall, a security group?",
                        e)
                : again(
                        "TDM-403",
                        where + " took the connection and said nothing. A proxy without a server behind it?",
                        e);
    }

    private static TidemarkException statement(SQLException e, String where, String state) {
        return fault("TDM-501", where + ": " + words(e) + (state.isEmpty() ? "" : " (" + state + ")"), e);
    }

    private static TidemarkException fault(String code, String message, SQLException e) {
        return new TidemarkException(problem(code, message, e), false, e);
    }

    private static TidemarkException again(String code, String message, SQLException e) {
        return new TidemarkException(problem(code, message, e), true, e);
    }

    private static Problem problem(String code, String message, SQLException e) {
        String state = state(e);
        return Problem.of(code, null, message, null, state.isEmpty() ? null : state, List.of());
    }

    /** The SQLSTATE nearest to the cause: pools wrap what the driver said. */
    private static String state(SQLException e) {
        String found = "";
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql.getSQLState();
            }
        }
        return found;
    }

    /** The first line of what the server or the driver said, without its severity. */
    private static String words(Throwable e) {
        @Nullable Throwable last = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException) {
                last = t;
            }
        }
        String line = String.valueOf(last.getMessage()).lines().findFirst().orElse("");
        Matcher severity = SEVERITY.matcher(line);
        return severity.matches() ? severity.group(1) : line;
    }
}
