package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** DataSources without a pool, from the environment, with pgjdbc's properties as a function needs them. */
public final class Databases {
    /** The longest that Lambda lets anything run. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(2);

    private Databases() {}

    /** The function's own, for the rights of a runtime: {@code TIDEMARK_URL}, else {@code DATABASE_URL}, else {@code PGHOST} and its kin. */
    public static DataSource runtime(Map<String, String> environment, Duration longest) {
        return plain(environment, longest);
    }

    private static PGSimpleDataSource plain(Map<String, String> environment, Duration longest) {
        String variable = isSet(environment.get(Setting.URL.variable())) ? Setting.URL.variable() : "DATABASE_URL";
        @Nullable String url = environment.get(variable);
        return open(
                url == null || url.isBlank() ? fromPgVariables(environment) : DatabaseUrl.parse(variable, url.trim()),
                first(Setting.USER.text(environment), environment.get("PGUSER")),
                first(Setting.PASSWORD.text(environment), environment.get("PGPASSWORD")),
                environment,
                longest);
    }

    /**
     * For syncs: the deployer's credential where there is one, else the function's own from the environment, else the DataSource it was given. A pool of one
     * cannot serve a sync, which needs two connections.
     */
    public static DataSource deployer(Map<String, String> environment, Duration longest, DataSource given) {
        if (hasDeployer(environment)) {
            return deployer(environment, longest);
        }
        return hasRuntime(environment) ? runtime(environment, longest) : given;
    }

    /** With the deployer's credential; at the function's own address where {@code TIDEMARK_DEPLOYER_URL} is not set. */
    public static DataSource deployer(Map<String, String> environment, Duration longest) {
        @Nullable String url = Setting.DEPLOYER_URL.text(environment);
        @Nullable String user = Setting.DEPLOYER_USER.text(environment);
        @Nullable String password = Setting.DEPLOYER_PASSWORD.text(environment);
        if (url != null) {
            return open(DatabaseUrl.parse(Setting.DEPLOYER_URL.variable(), url), user, password, environment, longest);
        }
        PGSimpleDataSource source = plain(environment, longest);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** Past a transaction pooler: {@code TIDEMARK_DIRECT_URL}, with the deployer's user where the address names none. */
    public static @Nullable DataSource direct(Map<String, String> environment, Duration longest) {
        @Nullable String url = Setting.DIRECT_URL.text(environment);
        if (url == null) {
            return null;
        }
        return open(
                DatabaseUrl.parse(Setting.DIRECT_URL.variable(), url),
                first(Setting.DEPLOYER_USER.text(environment), Setting.USER.text(environment)),
                first(Setting.DEPLOYER_PASSWORD.text(environment), Setting.PASSWORD.text(environment)),
                environment,
                longest);
    }

    /** {@code TIDEMARK_DEPLOYER_USER}, or a user in {@code TIDEMARK_DEPLOYER_URL}. */
    public static boolean hasDeployer(Map<String, String> environment) {
        return Setting.DEPLOYER_URL.text(environment) != null || Setting.DEPLOYER_USER.text(environment) != null;
    }

    /** Whether the environment says where the function's own database is. */
    public static boolean hasRuntime(Map<String, String> environment) {
        return isSet(environment.get(Setting.URL.variable()))
                || isSet(environment.get("DATABASE_URL"))
                || isSet(environment.get("PGHOST"));
    }

    private static DatabaseUrl fromPgVariables(Map<String, String> environment) {
        @Nullable String host = environment.get("PGHOST");
        if (!isSet(host)) {
            throw TidemarkException.of("TDM-602", "which database? TIDEMARK_URL, DATABASE_URL, PGHOST: none is set");
        }
        String port = first(environment.get("PGPORT"), "5432");
        String database = first(environment.get("PGDATABASE"), first(environment.get("PGUSER"), "postgres"));
        @Nullable String sslMode = environment.get("PGSSLMODE");
        return new DatabaseUrl(
                "jdbc:postgresql://" + host + ":" + port + "/" + database
                        + (isSet(sslMode) ? "?sslmode=" + sslMode : ""),
                null,
                null);
    }

    /**
     * No statement of the driver's own follows the connect: the application's name travels in the start-up packet (that is what assumeMinServerVersion is
     * for), and nothing is prepared on the server, which a transaction pooler does not survive and RDS Proxy pins.
     */
    private static PGSimpleDataSource open(
            DatabaseUrl url,
            @Nullable String user,
            @Nullable String password,
            Map<String, String> environment,
            Duration longest) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setAssumeMinServerVersion("14");
        source.setApplicationName(first(environment.get("AWS_LAMBDA_FUNCTION_NAME"), "tidemark"));
        source.setPrepareThreshold(0);
        source.setTcpKeepAlive(true);
        source.setGssEncMode("disable");
        Duration connect = Objects.requireNonNull(Setting.CONNECT_TIMEOUT.duration(environment));
        source.setConnectTimeout(seconds(connect, longest));
        source.setLoginTimeout(seconds(connect, longest));
        source.setCancelSignalTimeout(seconds(CANCEL_TIMEOUT, longest));
        source.setSocketTimeout(seconds(longest.plus(CANCEL_TIMEOUT), LONGEST));
        source.setUrl(url.jdbc());
        if (isSet(first(url.user(), user))) {
            source.setUser(first(url.user(), user));
        }
        if (isSet(first(url.password(), password))) {
            source.setPassword(first(url.password(), password));
        }
        return source;
    }

    /** pgjdbc counts in whole seconds, and takes 0 for none. */
    private static int seconds(Duration wanted, Duration longest) {
        Duration least = wanted.compareTo(longest) <= 0 ? wanted : longest;
        return Math.toIntExact(Math.max(1, least.plusMillis(999).toSeconds()));
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static @Nullable String first(@Nullable String preferred, @Nullable String other) {
        return isSet(preferred) ? preferred : other;
    }
}
