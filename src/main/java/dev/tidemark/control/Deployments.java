package dev.tidemark.control;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Identity;
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

/**
 * The control table {@code deployment}: which invocation works on a CloudFormation request and answers it. One row a request; the claim lapses by the
 * database's clock unless it is renewed, so that a killed invocation's request can be taken up. Immutable, thread-safe, holds no connection.
 *
 * <p>Made on demand by the first claim, also in a control schema that was bootstrapped before there was such a table. Each method is one round trip
 * on a connection in autocommit.
 */
public final class Deployments {
    private static final String TABLE = "deployment";

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
     * The hot read and whether the request is somebody else's, in one round trip. Where this version is the recorded one already, its higher
     * generation is noted on the way, or an older version deployed later would take itself for the newer one.
     *
     * @param note whether it may write that
     * @throws TidemarkException TDM-404 where the role may not read {@code schema_version}
     */
    public Look look(Connection connection, Identity identity, Claim claim, boolean note) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(taken(claim)
                    + (note && identity.generation().known() ? ";" + noted(identity) : "")
                    + ";"
                    + HotRead.sql(tables.table("schema_version"), identity.app(), identity.hash()));
            return read(statement, rows, identity);
        } catch (SQLException e) {
            if (ControlTables.isMissing(e) || "42501".equals(e.getSQLState())) {
                return new Look(tables.hotRead(connection, identity.app(), identity.hash()), Look.Request.UNKNOWN);
            }
            throw e;
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
        return "select answered_at is not null or attempt > " + claim.attempt() + " from " + tables.table(TABLE)
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
     * Makes the request this invocation's, for {@code ttl}: where nobody has it, where its holder's time is over, or where it was handed on to this
     * attempt. False where another one has it or has answered.
     *
     * @param runtimeRoles for the bootstrap, where there are no control tables yet
     */
    public boolean claim(
            Connection connection, Identity identity, Claim claim, Duration ttl, Collection<String> runtimeRoles)
            throws SQLException {
        try {
            return claim(connection, identity, claim, ttl);
        } catch (SQLException e) {
            if (!ControlTables.isMissing(e)) {
                throw e;
            }
            tables.bootstrap(connection, runtimeRoles);
            create(connection);
            return claim(connection, identity, claim, ttl);
        }
    }

    private boolean claim(Connection connection, Identity identity, Claim claim, Duration ttl) throws SQLException {
        return changes(
                connection,
                "insert into " + tables.table(TABLE)
                        + " as d (request_id, app, hash, attempt, holder, claimed_until) values ("
                        + Sql.literal(claim.requestId()) + ", " + Sql.literal(identity.app()) + ", "
                        + Sql.literal(identity.hash()) + ", " + claim.attempt() + ", " + holder(claim) + ", "
                        + from(ttl) + ") on conflict (request_id) do update set attempt = excluded.attempt, hash ="
                        + " excluded.hash, holder = excluded.holder, claimed_until = excluded.claimed_until where"
                        + " d.answered_at is null and (d.attempt < excluded.attempt or (d.attempt = excluded.attempt"
                        + " and d.claimed_until <= clock_timestamp()))");
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
                "update " + tables.table(TABLE) + " set attempt = attempt + 1, holder = null, claimed_until ="
                        + " clock_timestamp()" + whereOurs(claim));
    }

    /** Notes that this invocation answers, now; false where that is not its business any more. Forgets requests of a month ago. */
    public boolean settle(Connection connection, Claim claim, String answer) throws SQLException {
        return changes(connection, answered(answer) + whereOurs(claim) + ";" + forget());
    }

    /** After {@link #handOn} the next attempt could not be called: false where it has begun all the same. */
    public boolean takeBack(Connection connection, Claim claim, String answer) throws SQLException {
        return changes(
                connection,
                answered(answer) + " where request_id = " + Sql.literal(claim.requestId()) + " and attempt = "
                        + (claim.attempt() + 1) + " and holder is null and answered_at is null");
    }

    private String answered(String answer) {
        return "update " + tables.table(TABLE) + " set answered_at = clock_timestamp(), answer = "
                + Sql.literal(answer);
    }

    private String forget() {
        return "delete from " + tables.table(TABLE) + " where started_at < clock_timestamp() - interval '30 days'";
    }

    private void create(Connection connection) throws SQLException {
        try {
            new Bootstrap(tables, List.of()).alone(connection, script());
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                throw Rights.forBootstrap(connection, tables, e);
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
