package dev.tidemark.control;

import dev.tidemark.identity.Identity;
import dev.tidemark.report.Gzip;
import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that write {@code schema_version}, {@code schema_text} and {@code journal}. */
final class Recording {
    /** The hot read carries the reason to every cold start. */
    private static final int REASON_CHARS = 2000;

    private static final int STATEMENT_BYTES = 8192;

    /** How much of the journal stays, for each app: what is younger than the one and among the other. */
    private static final int JOURNAL_DAYS = 90;

    private static final int JOURNAL_ROWS = 10_000;

    private final ControlTables tables;

    Recording(ControlTables tables) {
        this.tables = tables;
    }

    String announce(Identity identity) {
        String version = tables.table("schema_version");
        return "insert into " + version + " as v (app, hash, state, lineage, generation) values (" + key(identity)
                + ", 'announced', " + generation(identity) + ") on conflict (app, hash) do update set lineage"
                + " = excluded.lineage, generation ="
                + " excluded.generation where excluded.generation >"
                + " v.generation and (v.lineage is null or"
                + " v.lineage = excluded.lineage)";
    }

    String current(
            Identity identity,
            String text,
            int withheld,
            int deferred,
            String reason,
            String recordedBy,
            String toolVersion) {
        String version = tables.table("schema_version");
        String app = Sql.literal(identity.app());
        String hash = Sql.literal(identity.hash());
        return "update " + version + " set state = 'superseded', reason = case when reason like '" + InProgress.PREFIX
                + "%' then null else reason end where app = " + app
                + " and state = 'current' and hash <> "
                + hash + ";"
                + "insert into " + version
                + " as v (app, hash, state, lineage, generation, withheld, deferred, reason,"
                + " recorded_at, recorded_by, tool_version) values (" + key(identity) + ", 'current', "
                + generation(identity) + ", " + withheld + ", " + deferred + ", " + shortened(reason)
                + ", clock_timestamp(), " + Sql.literal(recordedBy) + ", " + Sql.literal(toolVersion)
                + ") on conflict (app, hash) do update set state = 'current', lineage = excluded.lineage,"
                + " generation = case when v.lineage = excluded.lineage then greatest(v.generation,"
                + " excluded.generation) else excluded.generation end, withheld = excluded.withheld, deferred"
                + " = excluded.deferred, reason = excluded.reason, attempts = 0, retry_after = null,"
                + " recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by, tool_version ="
                + " excluded.tool_version;" + kept(identity, text);
    }

    /** Marks the current row, if it is another version's or marked already: this version is being applied over it. */
    String inProgress(Identity identity) {
        String version = tables.table("schema_version");
        return "update " + version + " c set reason = " + InProgress.expression("v") + " from " + version
                + " v where (v.app, v.hash) = (" + key(identity) + ") and c.app = v.app and c.state = 'current'"
                + " and (c.hash <> v.hash or c.reason like '" + InProgress.PREFIX + "%')";
    }

    /** The text of a version, whether it is recorded or only begun. */
    String kept(Identity identity, String text) {
        return "insert into " + tables.table("schema_text") + " (app, hash, body) values (" + key(identity)
                + ", decode('" + HexFormat.of().formatHex(Gzip.pack(text))
                + "', 'hex')) on conflict (app, hash) do update set body = excluded.body";
    }

    String blocked(Identity identity, String reason, String recordedBy, String toolVersion) {
        return "insert into " + tables.table("schema_version")
                + " as v (app, hash, state, lineage, generation, reason,"
                + " attempts, retry_after, recorded_by, tool_version) values (" + key(identity)
                + ", 'blocked', "
                + generation(identity) + ", " + shortened(reason)
                + ", 1, clock_timestamp() + interval '30 seconds', " + Sql.literal(recordedBy) + ", "
                + Sql.literal(toolVersion) + ") on conflict (app, hash) do update set state = case when"
                + " v.state = 'current' then v.state else excluded.state end,"
                + " reason = case when v.state = 'current' and v.reason like '" + InProgress.PREFIX
                + "%' then v.reason else excluded.reason end, attempts = v.attempts + 1,"
                + " retry_after = clock_timestamp() + least(interval '15 minutes',"
                + " interval '30 seconds' * power(2, least(v.attempts, 10))),"
                + " recorded_by = excluded.recorded_by, tool_version ="
                + " excluded.tool_version";
    }

    @Nullable
    String text(Connection connection, String app, String hash) throws SQLException {
        String query = "select body from " + tables.table("schema_text") + " where app = " + Sql.literal(app)
                + " and hash = " + Sql.literal(hash);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Gzip.unpack(rows.getBytes(1), Integer.MAX_VALUE) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String journal(String app, String hash, long term, String by, List<JournalRow> rows) {
        StringBuilder sql = new StringBuilder("insert into ").append(tables.table("journal"));
        sql.append(" (app, hash, term, statement, started_at, finished_at, outcome, recorded_by) values ");
        String common = "(" + Sql.literal(app) + ", " + Sql.literal(hash) + ", " + term + ", ";
        String separator = "";
        for (JournalRow row : rows) {
            sql.append(separator).append(common).append(Sql.literal(cut(row.statement())));
            sql.append(", ")
                    .append(time(row.startedAt(), "now()"))
                    .append(", ")
                    .append(time(row.finishedAt(), "clock_timestamp()"));
            sql.append(", ").append(Sql.literal(cut(row.outcome())));
            sql.append(", ").append(Sql.literal(by)).append(')');
            separator = ", ";
        }
        return sql.toString();
    }

    /** Lets go of what is old or beyond the last rows of an app. */
    String pruned(String app) {
        String journal = tables.table("journal");
        String own = " where app = " + Sql.literal(app);
        return "delete from " + journal + own + " and (finished_at < clock_timestamp() - interval '" + JOURNAL_DAYS
                + " days' or id <= (select id from " + journal + own + " order by id desc offset " + JOURNAL_ROWS
                + " limit 1))";
    }

    private static String key(Identity identity) {
        return Sql.literal(identity.app()) + ", " + Sql.literal(identity.hash());
    }

    private static String generation(Identity identity) {
        return Sql.literalOrNull(identity.generation().lineage()) + ", "
                + identity.generation().number();
    }

    private static String shortened(String reason) {
        if (reason.isEmpty()) {
            return "null";
        }
        return Sql.literal(reason.length() <= REASON_CHARS ? reason : reason.substring(0, REASON_CHARS - 1) + "…");
    }

    private static String time(@Nullable Instant time, String otherwise) {
        return time == null ? otherwise : Sql.literal(time.toString()) + "::timestamptz";
    }

    /** At most 8 KB of UTF-8, no character halved. */
    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= STATEMENT_BYTES) {
            return text;
        }
        int end = STATEMENT_BYTES - "…".getBytes(StandardCharsets.UTF_8).length;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
