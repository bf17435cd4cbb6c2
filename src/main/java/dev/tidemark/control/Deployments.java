package dev.tidemark.control;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The control table {@code deployment}: which invocation works on a CloudFormation request and answers it. One row a request; the claim lapses by the
 * database's clock unless it is renewed, so that a killed invocation's request can be taken up, wherever it was killed: at work, between handing on
 * and calling the next one, or with an answer in its hands that nobody has taken yet. Immutable, thread-safe, holds no connection.
 *
 * <p>Made on demand by the first claim, also in a control schema that was bootstrapped before there was such a table. Each method is one round trip
 * on a connection in autocommit.
 */
public final class Deployments {
    private static final String TABLE = "deployment";

    /** Within this the next invocation has begun. Lambda delivers the event of one that failed again after a minute. */
    private static final Duration HANDED_ON = Duration.ofSeconds(30);

    private final ControlTables tables;

    /** The table in this control schema; it need not exist yet. */
    public Deployments(ControlTables tables) {
        this.tables = tables;
    }

    /**
     * The claim of one invocation.
     *
     * @param requestId CloudFormation's
     * @param attempt which invocation of at most four, from 1
     * @param holder this one, and no other
     */
    public record Claim(String requestId, int attempt, UUID holder) {
        public Claim {
            Objects.requireNonNull(requestId);
            Objects.requireNonNull(holder);
        }
    }

    /**
     * What was answered.
     *
     * @param kind SUCCESS or FAILED
     * @param body what CloudFormation is sent
     */
    public record Reply(String kind, String body) {
        public Reply {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(body);
        }
    }

    /**
     * A claim that was granted.
     *
     * @param undelivered what an earlier invocation was to answer, and nobody is known to have taken; null where nothing was answered
     */
    public record Granted(@Nullable Reply undelivered) {}

    /**
     * The hot read and whether the request is somebody else's, in one round trip. Where this version is the recorded one already, its higher
     * generation is noted on the way, or an older version deployed later would take itself for the newer one.
     *
     * @param note whether it may write that
     * @throws TidemarkException TDM-404 where the role may not read {@code schema_version}
     */
    public Look look(Connection connection, Identity identity, Claim claim, boolean note) throws SQLException {
        String hotRead = (note && identity.generation().known() ? noted(identity) + ";" : "")
                + HotRead.sql(tables.table("schema_version"), identity.app(), identity.hash());
        try {
            return look(connection, identity, taken(claim) + ";" + hotRead);
        } catch (SQLException e) {
            if (!isUnreadable(e)) {
                throw e;
            }
        }
        try {
            return look(connection, identity, "select false where false;" + hotRead);
        } catch (SQLException e) {
            if (isUnreadable(e)) {
                return new Look(tables.hotRead(connection, identity.app(), identity.hash()), Look.Request.UNKNOWN);
            }
            throw e;
        }
    }

    private static boolean isUnreadable(SQLException e) {
        return ControlTables.isMissing(e) || SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
    }

    private static Look look(Connection connection, Identity identity, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            return read(statement, rows, identity);
        }
    }

    private static Look read(Statement statement, boolean firstIsRows, Identity identity) throws SQLException {
        if (!firstIsRows) {
            throw new IllegalStateException("the first result has no rows");
        }
        Look.Request request = Look.Request.UNKNOWN;
        try (ResultSet rows = statement.getResultSet()) {
            if (rows.next()) {
                request = rows.getBoolean(1) ? Look.Request.TAKEN : Look.Request.OPEN;
            }
        }
        while (!statement.getMoreResults()) {
            if (statement.getUpdateCount() < 0) {
                throw new IllegalStateException("the hot read has no rows");
            }
        }
        try (ResultSet rows = statement.getResultSet()) {
            return new Look(HotRead.read(rows, identity.hash()), request);
        }
    }

    private String taken(Claim claim) {
        int next = claim.attempt() + 1;
        return "select (answered_at is not null and body is null) or (attempt >= " + next + " and not (attempt = "
                + next
                + " and holder is null and claimed_until <= clock_timestamp())) from " + tables.table(TABLE)
                + " where request_id = " + Sql.literal(claim.requestId());
    }

    private String noted(Identity identity) {
        String lineage = Sql.literalOrNull(identity.generation().lineage());
        long number = identity.generation().number();
        return "update " + tables.table("schema_version") + " set lineage = " + lineage + ", generation = " + number
                + " where app = " + Sql.literal(identity.app()) + " and hash = " + Sql.literal(identity.hash())
                + " and state = 'current' and generation < " + number + " and (lineage is null or lineage = " + lineage
                + ")";
    }

    /**
     * Makes the request this invocation's, for {@code ttl}: where nobody has it, where its holder's time is over, where it was handed on to this
     * attempt, or to the next one and that never began. Null where another one has it or its answer has arrived.
     *
     * @param runtimeRoles for the bootstrap, where there are no control tables yet
     * @throws TidemarkException TDM-404 where the role may not make or write the table
     */
    public @Nullable Granted claim(
            Connection connection, Identity identity, Claim claim, Duration ttl, Collection<String> runtimeRoles)
            throws SQLException {
        try {
            return claim(connection, identity, claim, ttl);
        } catch (SQLException e) {
            if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw Rights.forDeployments(connection, tables, e);
            }
            if (!ControlTables.isMissing(e)) {
                throw e;
            }
            tables.bootstrap(connection, runtimeRoles);
            create(connection);
            return claim(connection, identity, claim, ttl);
        }
    }

    private @Nullable Granted claim(Connection connection, Identity identity, Claim claim, Duration ttl)
            throws SQLException {
        String sql = "insert into " + tables.table(TABLE)
                + " as d (request_id, app, hash, attempt, holder, claimed_until) values ("
                + Sql.literal(claim.requestId()) + ", " + Sql.literal(identity.app()) + ", "
                + Sql.literal(identity.hash()) + ", " + claim.attempt() + ", " + holder(claim) + ", "
                + from(ttl) + ") on conflict (request_id) do update set attempt = excluded.attempt, hash ="
                + " excluded.hash, holder = excluded.holder, claimed_until = excluded.claimed_until where"
                + " (d.answered_at is null or d.body is not null) and (d.attempt < excluded.attempt or"
                + " (d.attempt = excluded.attempt and d.holder is null) or (d.claimed_until <="
                + " clock_timestamp() and (d.attempt = excluded.attempt or (d.attempt = excluded.attempt +"
                + " 1 and d.holder is null)))) returning answer, body";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                return null;
            }
            @Nullable String kind = rows.getString(1);
            @Nullable String body = rows.getString(2);
            return new Granted(kind == null || body == null ? null : new Reply(kind, body));
        }
    }

    /** Prolongs the claim; false where it is another's by now. */
    public boolean renew(Connection connection, Claim claim, Duration ttl) throws SQLException {
        return changes(
                connection, "update " + tables.table(TABLE) + " set claimed_until = " + from(ttl) + whereOurs(claim));
    }

    /** Leaves the request to the next attempt; from now on this invocation may not answer. False where it is another's already. */
    public boolean handOn(Connection connection, Claim claim) throws SQLException {
        return changes(
                connection,
                "update " + tables.table(TABLE) + " set attempt = attempt + 1, holder = null, claimed_until = "
                        + from(HANDED_ON) + whereOurs(claim));
    }

    /**
     * Notes what this invocation answers, now; false where that is not its business any more. Forgets requests of a month ago.
     *
     * @param ttl after so much time without {@link #delivered} another invocation may send it again
     */
    public boolean settle(Connection connection, Claim claim, Reply reply, Duration ttl) throws SQLException {
        return changes(connection, answered(claim, reply, ttl) + whereOurs(claim) + ";" + forget());
    }

    /** After {@link #handOn} the next attempt could not be called: as {@link #settle}; false where it has begun all the same. */
    public boolean takeBack(Connection connection, Claim claim, Reply reply, Duration ttl) throws SQLException {
        return changes(
                connection,
                answered(claim, reply, ttl) + " where request_id = " + Sql.literal(claim.requestId())
                        + " and attempt = " + (claim.attempt() + 1) + " and holder is null and answered_at is null");
    }

    /** Notes that CloudFormation has the answer; from now on nobody sends it. */
    public boolean delivered(Connection connection, Claim claim) throws SQLException {
        return changes(
                connection,
                "update " + tables.table(TABLE) + " set body = null where request_id = "
                        + Sql.literal(claim.requestId()) + " and holder = " + holder(claim));
    }

    private String answered(Claim claim, Reply reply, Duration ttl) {
        return "update " + tables.table(TABLE) + " set attempt = " + claim.attempt() + ", holder = " + holder(claim)
                + ", claimed_until = " + from(ttl) + ", answered_at = clock_timestamp(), answer = "
                + Sql.literal(reply.kind()) + ", body = " + Sql.literal(reply.body());
    }

    private String forget() {
        return "delete from " + tables.table(TABLE) + " where started_at < clock_timestamp() - interval '30 days'";
    }

    private void create(Connection connection) throws SQLException {
        try {
            new Bootstrap(tables, List.of(), ControlTables.BOOTSTRAP_WITHIN).alone(connection, script());
        } catch (SQLException e) {
            if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw Rights.forDeploymentsTable(connection, tables, e);
            }
            throw e;
        }
    }

    private String script() {
        try (InputStream in = Objects.requireNonNull(Deployments.class.getResourceAsStream("deployment.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{schema}", Sql.identifier(tables.schema()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String whereOurs(Claim claim) {
        return " where request_id = " + Sql.literal(claim.requestId()) + " and holder = " + holder(claim)
                + " and answered_at is null";
    }

    private static String holder(Claim claim) {
        return Sql.literal(claim.holder().toString()) + "::uuid";
    }

    private static String from(Duration ttl) {
        return "clock_timestamp() + interval '" + ttl.toMillis() + " milliseconds'";
    }

    private static boolean changes(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount() > 0;
        }
    }
}
