package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a secret says: in the JSON form of RDS a whole login, else the password alone.
 *
 * @param user null where it does not say
 * @param password never empty
 * @param host null where it does not say
 * @param port 0 where it does not say
 * @param database null where it does not say
 */
record LoginSecret(
        @Nullable String user,
        String password,
        @Nullable String host,
        int port,
        @Nullable String database) {
    private static final List<String> ENGINES = List.of("postgres", "postgresql", "aurora-postgresql");

    /**
     * Reads {@code {"username", "password", "host", "port", "dbname", "engine"}}, of which only the password is a must ("JSON structure of AWS Secrets
     * Manager secrets"), or takes the text for the password where it does not begin with a brace.
     *
     * @throws TidemarkException TDM-423 for anything else; nothing of the text is repeated
     */
    static LoginSecret parse(String text, Credential credential) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw unusable(credential, "is empty");
        }
        if (!stripped.startsWith("{")) {
            return new LoginSecret(null, stripped, null, 0, null);
        }
        Map<?, ?> fields = fields(stripped, credential);
        @Nullable String engine = string(fields, "engine");
        if (engine != null && !ENGINES.contains(engine.toLowerCase(Locale.ROOT))) {
            throw unusable(credential, "has the login of another engine, not of PostgreSQL");
        }
        @Nullable String password = string(fields, "password");
        if (password == null) {
            throw unusable(credential, "is JSON without a \"password\" that is a text");
        }
        @Nullable String host = string(fields, "host");
        if (host != null && !Address.isHost(host)) {
            throw unusable(credential, "has a \"host\" that is none: with a port, as an address or with a blank");
        }
        @Nullable String database = string(fields, "dbname");
        return new LoginSecret(
                string(fields, "username"),
                password,
                host,
                port(fields, credential),
                database == null ? string(fields, "database") : database);
    }

    /** An SSM parameter, which is the password whatever it looks like. */
    static LoginSecret password(String text, Credential credential) {
        if (text.isBlank()) {
            throw unusable(credential, "is empty");
        }
        return new LoginSecret(null, text.strip(), null, 0, null);
    }

    private static Map<?, ?> fields(String text, Credential credential) {
        try {
            if (Json.read(text) instanceof Map<?, ?> fields) {
                return fields;
            }
        } catch (IllegalArgumentException e) {
            throw unusable(credential, "begins with a brace and is no JSON");
        }
        throw unusable(credential, "is no object of JSON");
    }

    private static @Nullable String string(Map<?, ?> fields, String name) {
        @Nullable Object value = fields.get(name);
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    /** A number, or a number in quotes: both are written by AWS's own tools. */
    private static int port(Map<?, ?> fields, Credential credential) {
        @Nullable Object value = fields.get("port");
        if (value == null || value.toString().isBlank()) {
            return 0;
        }
        String text = value.toString().strip();
        if (!Address.isPort(text)) {
            throw unusable(credential, "has a \"port\" that is none");
        }
        return Integer.parseInt(text);
    }

    private static TidemarkException unusable(Credential credential, String why) {
        return TidemarkException.of(
                "TDM-423",
                credential.told() + " " + why,
                "{\"username\": \"…\", \"password\": \"…\", \"host\": \"…\", \"port\": 5432, \"dbname\": \"…\","
                        + " \"engine\": \"postgres\"}",
                "or the password alone; one that begins with a brace has to be in the JSON form");
    }

    /** Without its password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
