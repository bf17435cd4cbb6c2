package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect and as whom. {@code --url} wins over {@code DATABASE_URL}, which wins over {@code PGHOST}, {@code PGPORT}, {@code PGDATABASE},
 * {@code PGUSER}, {@code PGPASSWORD}: as with psql, the variables fill in what a URL leaves out. Its texts never hold the password.
 *
 * @param password null: none is given here; the driver then looks into {@code PGPASSFILE} or {@code ~/.pgpass}
 * @param properties further properties of the driver by its own names
 * @param unknown parameters of the URL that the driver does not know
 */
record ConnectionSettings(
        Given host,
        Given port,
        Given database,
        Given user,
        @Nullable Given password,
        Map<String, String> properties,
        List<String> unknown) {
    private static final Map<String, String> LIBPQ = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "sslrootcert", "sslrootcert",
            "channel_binding", "channelBinding",
            "target_session_attrs", "targetServerType",
            "gssencmode", "gssEncMode");
    private static final Map<String, String> VARIABLES = Map.of(
            "PGSSLMODE",
            "sslmode",
            "PGSSLROOTCERT",
            "sslrootcert",
            "PGCONNECT_TIMEOUT",
            "connectTimeout",
            "PGOPTIONS",
            "options");

    /** Reads the option and the environment. */
    static ConnectionSettings of(@Nullable String url, Map<String, String> env) {
        String from = url != null ? "--url" : "DATABASE_URL";
        String text = url != null ? url : env.get("DATABASE_URL");
        boolean named = text != null && !text.isBlank();
        if (!named && !has(env, "PGHOST") && !has(env, "PGDATABASE")) {
            throw TidemarkException.of(
                    "TDM-602",
                    "which database? --url, DATABASE_URL, PGHOST: none is set.",
                    "tidemark plan --url postgresql://user@host/db");
        }
        PgUrl given =
                named && text != null ? PgUrl.parse(text, from) : new PgUrl(null, null, null, null, null, Map.of());
        Given user = pick(given.user(), from, "PGUSER", env, System.getProperty("user.name", "postgres"));
        Given host = pick(given.host(), from, "PGHOST", env, "localhost");
        if (host.value().startsWith("/")) {
            throw TidemarkException.of(
                    "TDM-604",
                    host.told("host") + " is a Unix socket, which Java's driver cannot use",
                    "--url postgresql://user@localhost/db");
        }
        Given password = pick(given.password(), from, "PGPASSWORD", env, "");
        Map<String, String> properties = new LinkedHashMap<>();
        VARIABLES.forEach((variable, property) -> {
            if (has(env, variable)) {
                properties.put(property, env.get(variable));
            }
        });
        List<String> unknown = new ArrayList<>();
        given.parameters().forEach((name, value) -> {
            String property = LIBPQ.getOrDefault(name, name);
            if (!DriverProperties.known(property)) {
                unknown.add(from + ": " + name);
            } else {
                properties.put(property, value);
            }
        });
        return new ConnectionSettings(
                host,
                port(pick(given.port(), from, "PGPORT", env, "5432")),
                pick(given.database(), from, "PGDATABASE", env, user.value()),
                user,
                password.value().isEmpty() ? null : password,
                properties,
                unknown);
    }

    private static boolean has(Map<String, String> env, String name) {
        return !env.getOrDefault(name, "").isEmpty();
    }

    private static Given pick(
            @Nullable String value, String from, String variable, Map<String, String> env, String fallback) {
        String other = env.getOrDefault(variable, "");
        if (value != null) {
            return new Given(value, from, other.isEmpty() || other.equals(value) ? null : variable);
        }
        return other.isEmpty() ? new Given(fallback, "default", null) : new Given(other, variable, null);
    }

    private static Given port(Given port) {
        String digits = port.value();
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw TidemarkException.of("TDM-604", port.told("port") + " is " + digits + ", which is none");
        }
        return port;
    }

    /** {@code host:port}. */
    String server() {
        return (host.value().contains(":") ? "[" + host.value() + "]" : host.value()) + ":" + port.value();
    }

    /** Where the values came from, for the error with this code. */
    List<String> provenance(String code) {
        return List.of(
                switch (code) {
                    case "TDM-401", "TDM-404" ->
                        user.told("user") + ", "
                                + (password == null
                                        ? "no password given, nor one in ~/.pgpass"
                                        : password.told("password"));
                    case "TDM-406" -> database.told("database") + ", " + user.told("user");
                    default -> host.told("host") + ", " + port.told("port");
                });
    }

    @Override
    public String toString() {
        return user.value() + "@" + server() + "/" + database.value();
    }
}
