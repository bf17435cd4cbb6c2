package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is.
 *
 * @param variable the environment variable that says so
 * @param url in one piece; null where it is in parts
 * @param host null where the secret has to tell it
 * @param port 0 where it is not said
 * @param database null where it is not said
 * @param pg whether libpq's variables say it ({@code PGHOST} and its kin), and so {@code PGSSLMODE}
 */
record Address(
        String variable,
        @Nullable DatabaseUrl url,
        @Nullable String host,
        int port,
        @Nullable String database,
        boolean pg) {
    private static final int DEFAULT_PORT = 5432;
    private static final int MOST = 65_535;

    /**
     * The function's own: {@code TIDEMARK_URL}, else {@code TIDEMARK_HOST}, {@code TIDEMARK_PORT}, {@code TIDEMARK_DATABASE}, else {@code DATABASE_URL},
     * else {@code PGHOST}, {@code PGPORT}, {@code PGDATABASE}; null where none is set.
     *
     * @throws TidemarkException TDM-605 for an address and its parts at once
     */
    static @Nullable Address of(Map<String, String> environment) {
        @Nullable String url = Setting.URL.text(environment);
        @Nullable Setting part = part(environment);
        if (url != null && part != null) {
            throw TidemarkException.of(
                    "TDM-605",
                    "which database? TIDEMARK_URL and " + part.variable() + " are both set",
                    "unset TIDEMARK_URL, or unset " + part.variable());
        }
        if (url != null) {
            return of(Setting.URL, url);
        }
        if (part != null) {
            return parts(environment);
        }
        @Nullable String others = given(environment, "DATABASE_URL");
        if (others != null) {
            return new Address("DATABASE_URL", DatabaseUrl.parse("DATABASE_URL", others), null, 0, null, false);
        }
        @Nullable String host = given(environment, "PGHOST");
        return host != null
                ? new Address(
                        "PGHOST",
                        null,
                        host("PGHOST", host),
                        pgPort(environment),
                        given(environment, "PGDATABASE"),
                        true)
                : null;
    }

    /** In one piece. */
    static Address of(Setting setting, String url) {
        return new Address(setting.variable(), DatabaseUrl.parse(setting.variable(), url), null, 0, null, false);
    }

    /** Nothing is said; a secret has to. */
    static Address unknown() {
        return new Address("", null, null, 0, null, false);
    }

    private static @Nullable Setting part(Map<String, String> environment) {
        if (given(environment, Setting.HOST.variable()) != null) {
            return Setting.HOST;
        }
        if (given(environment, Setting.DATABASE.variable()) != null) {
            return Setting.DATABASE;
        }
        return given(environment, Setting.PORT.variable()) != null ? Setting.PORT : null;
    }

    private static Address parts(Map<String, String> environment) {
        @Nullable String port = given(environment, Setting.PORT.variable());
        @Nullable String host = Setting.HOST.text(environment);
        return new Address(
                Setting.HOST.variable(),
                null,
                host != null ? host(Setting.HOST.variable(), host) : null,
                port != null ? port(Setting.PORT.variable(), port) : 0,
                Setting.DATABASE.text(environment),
                false);
    }

    private static int pgPort(Map<String, String> environment) {
        @Nullable String port = given(environment, "PGPORT");
        return port != null ? port("PGPORT", port) : 0;
    }

    private static int port(String variable, String text) {
        if (!isPort(text)) {
            throw TidemarkException.of("TDM-603", variable + " is no port", variable + "=5432", "or unset it");
        }
        return Integer.parseInt(text);
    }

    /** Whether it is a number from 1 to 65535. */
    static boolean isPort(String text) {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > MOST) {
                return false;
            }
            port = 10 * port + digit;
        }
        return port > 0 && port <= MOST;
    }

    /** One host or, between commas, several. It is not repeated: it may be a whole address, with a password. */
    private static String host(String variable, String text) {
        for (String one : text.split(",", -1)) {
            if (!isHost(one)) {
                throw TidemarkException.of(
                        "TDM-603",
                        variable + " is no host: it holds a port, an address, a path or a blank",
                        variable + "=db.example.org, and the port and the rest in variables of their own",
                        "or the whole address in TIDEMARK_URL alone");
            }
        }
        return text;
    }

    /** Whether it is a name or an IP address, of version 6 with or without brackets, and nothing more. */
    static boolean isHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        int colons = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bracket = bracketed && (i == 0 || i == text.length() - 1);
            if (!bracket && (c <= ' ' || "/@?\"\\[]".indexOf(c) >= 0)) {
                return false;
            }
            colons += c == ':' ? 1 : 0;
        }
        return !text.isEmpty() && (bracketed ? colons > 1 : colons != 1);
    }

    /** Whether it is known where to go without a secret that tells. */
    boolean complete() {
        return url != null || host != null;
    }

    /** The place alone. */
    Address withoutLogin() {
        return url == null ? this : new Address(variable, url.withoutLogin(), host, port, database, pg);
    }

    /** With another's login, where this one names no user. */
    Address orLoginOf(@Nullable Address other) {
        return url == null || url.user() != null || other == null || other.url == null
                ? this
                : new Address(variable, url.withLoginOf(other.url), host, port, database, pg);
    }

    @Nullable
    String user() {
        return url == null ? null : url.user();
    }

    @Nullable
    String password() {
        return url == null ? null : url.password();
    }

    /** Sets host, port and database; what is not said is taken from the secret, if there is one, and the database's name at last from the user's. */
    void applyTo(PGSimpleDataSource source, @Nullable LoginSecret secret, @Nullable String user) {
        if (url != null) {
            source.setUrl(url.jdbc());
            return;
        }
        @Nullable String place = host == null && secret != null ? secret.host() : host;
        if (place == null) {
            throw nowhere();
        }
        int told = port == 0 && secret != null ? secret.port() : port;
        @Nullable String name = database == null && secret != null ? secret.database() : database;
        String[] places = place.split(",", -1);
        int[] ports = new int[places.length];
        Arrays.fill(ports, told == 0 ? DEFAULT_PORT : told);
        source.setServerNames(places);
        source.setPortNumbers(ports);
        source.setDatabaseName(name != null ? name : user != null ? user : "postgres");
    }

    /** What to say where no host is known. */
    TidemarkException nowhere() {
        return TidemarkException.of(
                "TDM-602",
                variable.isEmpty()
                        ? "which database? TIDEMARK_URL, TIDEMARK_HOST, DATABASE_URL, PGHOST: none is set, and no"
                                + " secret tells"
                        : "which database? TIDEMARK_PORT or TIDEMARK_DATABASE is set, but not TIDEMARK_HOST, and no"
                                + " secret tells",
                "TIDEMARK_HOST=…",
                "or a \"host\" in the secret");
    }

    /** A variable's value, trimmed; null where it is unset or blank. */
    static @Nullable String given(Map<String, String> environment, String variable) {
        @Nullable String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
