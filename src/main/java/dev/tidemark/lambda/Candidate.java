package dev.tidemark.lambda;

import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Gzip;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A declared schema that came with a request for a plan: {@code {"app": "shop", "origin": "schema.sql", "gzip": "H4sI…"}}, or {@code "url"} instead of
 * {@code "gzip"}; with how the answer may be sent ({@code "reply": {"gzip": true, "put": "https://…"}}).
 *
 * @param app whose schema
 * @param origin its name in errors
 * @param gzip the SQL as UTF-8, gzip, base64; null where {@code url} says where it is
 * @param url a pre-signed GET of the same without base64; never logged
 * @param replyGzip whether the answer may be packed
 * @param replyPut a pre-signed PUT for an answer that is too big; never logged
 */
record Candidate(
        String app,
        String origin,
        @Nullable String gzip,
        @Nullable String url,
        boolean replyGzip,
        @Nullable String replyPut) {
    static final String SCHEMA = "schema";
    static final String REPLY = "reply";

    /** What is fetched or sent may have so many bytes packed. */
    static final int MOST_PACKED = 16 << 20;

    /** And so many as text: the largest schemas that are known have 2 MB. */
    static final int MOST_TEXT = 32 << 20;

    private static final Set<String> SCHEMA_FIELDS = Set.of("app", "origin", "gzip", "url");
    private static final Set<String> REPLY_FIELDS = Set.of("gzip", "put");

    /**
     * Reads both fields of an event; null where no schema was sent.
     *
     * @throws TidemarkException TDM-611 for the first field that is wrong
     */
    static @Nullable Candidate of(@Nullable Object schema, @Nullable Object reply) {
        if (schema == null) {
            if (reply != null) {
                throw wrong(REPLY, "is for plans of a schema that is sent");
            }
            return null;
        }
        Map<?, ?> sent = object(SCHEMA, schema, SCHEMA_FIELDS);
        Map<?, ?> how = reply == null ? Map.of() : object(REPLY, reply, REPLY_FIELDS);
        @Nullable String app = text(SCHEMA, "app", sent);
        @Nullable String origin = text(SCHEMA, "origin", sent);
        @Nullable String gzip = text(SCHEMA, "gzip", sent);
        @Nullable String url = text(SCHEMA, "url", sent);
        if (app == null || app.isBlank()) {
            throw wrong("schema.app", "is missing");
        }
        if ((gzip == null) == (url == null)) {
            throw wrong(SCHEMA, "wants either \"gzip\" or \"url\"");
        }
        @Nullable Object packed = how.get("gzip");
        if (packed != null && !(packed instanceof Boolean)) {
            throw wrong("reply.gzip", "is true or false");
        }
        return new Candidate(
                app,
                origin == null ? "schema.sql" : origin,
                gzip,
                url,
                Boolean.TRUE.equals(packed),
                text(REPLY, "put", how));
    }

    /**
     * The SQL.
     *
     * @throws TidemarkException TDM-611 for what is not base64, gzip and UTF-8, or too big; TDM-637 where S3 does not yield it
     */
    SyncOptions.SchemaSource source(@Nullable PlanBucket bucket) {
        byte[] packed = gzip != null
                ? base64(gzip)
                : PlanBucket.required(bucket).get("schema.url", String.valueOf(url), MOST_PACKED);
        return new SyncOptions.SchemaSource(inflated(packed), origin);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong("schema.gzip", "is no base64");
        }
    }

    private static String inflated(byte[] packed) {
        try {
            return Gzip.unpack(packed, MOST_TEXT);
        } catch (Gzip.TooLong e) {
            throw wrong(SCHEMA, "has " + e.getMessage() + " of SQL");
        } catch (IOException e) {
            throw wrong(SCHEMA, "is no gzip of UTF-8 text");
        }
    }

    private static Map<?, ?> object(String field, Object value, Set<String> known) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(field, "is no object");
        }
        for (Object name : map.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                throw wrong(field + "." + name, "is not known; \"" + field + "\" has " + new TreeSet<>(known));
            }
        }
        return map;
    }

    private static @Nullable String text(String parent, String field, Map<?, ?> map) {
        @Nullable Object value = map.get(field);
        if (value != null && !(value instanceof String)) {
            throw wrong(parent + "." + field, "is no string");
        }
        return (String) value;
    }

    /** Never with the value: it may be a pre-signed URL. */
    static TidemarkException wrong(String field, String what) {
        return TidemarkException.of("TDM-611", "\"" + field + "\" " + what);
    }
}
