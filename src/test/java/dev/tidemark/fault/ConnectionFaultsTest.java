package dev.tidemark.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class ConnectionFaultsTest {
    @ParameterizedTest
    @CsvSource({
        "28P01,TDM-401,false", "28000,TDM-401,false", "08004,TDM-401,false", "3D000,TDM-406,false",
                "42501,TDM-404,false", "53300,TDM-407,true",
        "57P03,TDM-402,true", "57P01,TDM-402,true", "25006,TDM-408,true", "08P01,TDM-409,false", "08001,TDM-403,true",
                "08006,TDM-402,true",
        "42601,TDM-501,false"
    })
    void statesHaveTheirCodes(String state, String code, boolean retriable) {
        TidemarkException e =
                ConnectionFaults.of(new SQLException("FATAL: the server's words\n  Detail", state), "db:5432");
        assertEquals(code, e.code());
        assertEquals(retriable, e.retriable());
        assertEquals(state, e.sqlState());
        assertTrue(e.getMessage().contains("db:5432"), e.getMessage());
        assertFalse(e.getMessage().contains("FATAL") || e.getMessage().contains("Detail"), e.getMessage());
    }

    /** All of PgBouncer's own words come with 08P01. */
    @ParameterizedTest
    @CsvSource({
        "no more connections allowed (max_client_conn),TDM-407,true",
        "query_wait_timeout,TDM-407,true",
        "invalid server parameter,TDM-402,true",
        "server conn crashed?,TDM-402,true",
        "unsupported startup parameter: options,TDM-409,false",
        "no such database: shop,TDM-406,false",
        "no such user: shop,TDM-401,false",
        "SASL authentication failed,TDM-401,false"
    })
    void aPoolersWordsSayWhetherTryingAgainHelps(String words, String code, boolean retriable) {
        SQLException said = new PSQLException(new ServerErrorMessage("SFATAL\0C08P01\0M" + words + "\0\0"));
        TidemarkException e = ConnectionFaults.of(said, "pooler:6432");
        assertEquals(code, e.code());
        assertEquals(retriable, e.retriable());
        assertTrue(e.getMessage().contains(words) && e.getMessage().contains("pooler:6432"), e.getMessage());
        assertTrue(ConnectionFaults.isConnection(said));
    }

    @Test
    void theNetworkSaysWhy() {
        assertNetwork("TDM-402", "connection refused", true, new ConnectException("Connection refused"));
        assertNetwork("TDM-402", "no route", true, new NoRouteToHostException("No route to host"));
        assertNetwork("TDM-402", "does not resolve", false, new UnknownHostException("db"));
        assertNetwork("TDM-402", "no reply in time", true, new SocketTimeoutException("Connect timed out"));
        assertNetwork("TDM-403", "said nothing", true, new SocketTimeoutException("Read timed out"));
        assertNetwork(
                "TDM-405", "no TLS connection: bad certificate", false, new SSLHandshakeException("bad certificate"));
        assertNetwork("TDM-402", "hung up without a word", true, new EOFException("end"));
    }

    /** A server that restarts hangs up in the handshake; what is wrong with a certificate is said in words. */
    @Test
    void aHandshakeThatIsCutOffIsTheNetworksFault() {
        SSLHandshakeException cut = new SSLHandshakeException("Remote host terminated the handshake");
        cut.initCause(new EOFException("SSL peer shut down incorrectly"));
        assertNetwork("TDM-402", "broke the connection", true, cut);
        SSLHandshakeException reset = new SSLHandshakeException("Connection reset");
        reset.initCause(new SocketException("Connection reset"));
        assertNetwork("TDM-402", "broke the connection", true, reset);
    }

    @Test
    void aPoolThatWaitedInVainIsNoFaultOfAStatement() {
        SQLException pool = new SQLTransientConnectionException("function - Connection is not available (total=0)");
        TidemarkException e = ConnectionFaults.of(pool, "db:5432");
        assertEquals("TDM-403", e.code());
        assertTrue(e.retriable());
        assertTrue(e.getMessage().contains("not available (total=0)"), e.getMessage());
        assertTrue(ConnectionFaults.isConnection(pool));
    }

    private static void assertNetwork(String code, String text, boolean retriable, IOException cause) {
        TidemarkException e =
                ConnectionFaults.of(new SQLException("The connection attempt failed.", "08001", cause), "db:5432");
        assertEquals(code, e.code());
        assertEquals(retriable, e.retriable());
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    @Test
    void whatAPoolWrapsIsSeen() {
        SQLException inner = new SQLException("FATAL: password authentication failed for user \"u\"", "28P01");
        SQLException pool = new SQLTransientConnectionException(
                "HikariPool-1 - Connection is not available, request timed out", "08001", inner);
        TidemarkException e = ConnectionFaults.of(pool, "db:5432");
        assertEquals("TDM-401", e.code());
        assertTrue(e.getMessage().contains("password authentication failed for user \"u\""), e.getMessage());
        assertTrue(ConnectionFaults.isConnection(pool));
        assertFalse(ConnectionFaults.isConnection(new SQLException("ERROR: syntax", "42601")));
    }

    @Test
    void retoldWithWhereTheSettingsCameFrom() {
        TidemarkException told = ConnectionFaults.of(new SQLException("FATAL: no", "28P01"), "the database");
        TidemarkException again = ConnectionFaults.retold(told, "the database", "db:5432", List.of("user from --url"));
        assertTrue(
                again.getMessage().startsWith("[TDM-401] db:5432 refuses the login: no (28P01)"), again.getMessage());
        assertTrue(again.getMessage().endsWith("\n  user from --url"), again.getMessage());
        TidemarkException other = TidemarkException.of("TDM-203", "a rename?");
        assertSame(other, ConnectionFaults.retold(other, "the database", "db:5432", List.of("user from --url")));
    }
}
