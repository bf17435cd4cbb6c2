package dev.tidemark.connect;

import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where to log in, and as whom.
 *
 * @param role whose settings count
 * @param address where; may be left to a secret
 * @param user null where the address or a secret names one
 * @param longest the most that a connect, and later one answer, may take
 * @param patience how long whoever asks for a connection waits by a clock of his own; what hangs is given up before, so that he is told why
 */
record Target(
        Role role,
        Map<String, String> environment,
        Address address,
        @Nullable String user,
        Duration longest,
        Duration patience) {
    /** The longest that Lambda lets anything run. */
    static final Duration FUNCTION_LIMIT = Duration.ofMinutes(15);

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(2);

    /** pgjdbc's own. */
    private static final int SSL_RESPONSE_MILLIS = 5000;

    /**
     * No statement of the driver's own follows the connect: the application's name travels in the start-up packet (that is what assumeMinServerVersion is
     * for), and nothing is prepared on the server, which a transaction pooler does not survive and RDS Proxy pins.
     */
    PGSimpleDataSource open(@Nullable LoginSecret secret, @Nullable String login, @Nullable String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setAssumeMinServerVersion("14");
        @Nullable String function = Address.given(environment, "AWS_LAMBDA_FUNCTION_NAME");
        source.setApplicationName(function != null ? function : "tidemark");
        source.setPrepareThreshold(0);
        source.setTcpKeepAlive(true);
        source.setGssEncMode("disable");
        Duration connect = Objects.requireNonNull(Setting.CONNECT_TIMEOUT.duration(environment));
        int most = connectSeconds(connect);
        source.setConnectTimeout(most);
        source.setLoginTimeout(most);
        source.setCancelSignalTimeout(seconds(CANCEL_TIMEOUT, longest));
        source.setSslResponseTimeout(Math.min(SSL_RESPONSE_MILLIS, 1000 * most));
        source.setSocketTimeout(seconds(longest.plus(CANCEL_TIMEOUT), FUNCTION_LIMIT));
        address.applyTo(source, secret, login);
        if (login != null) {
            source.setUser(login);
        }
        if (password != null) {
            source.setPassword(password);
        }
        Tls.protect(source, environment, address.pg());
        return source;
    }

    /** What reading or making a credential may take. */
    Duration forCredential() {
        return patience.compareTo(longest) < 0 ? patience : longest;
    }

    private int connectSeconds(Duration wanted) {
        return (int) Math.max(1, Math.min(seconds(wanted, longest), patience.toSeconds()));
    }

    /** pgjdbc counts in whole seconds, and takes 0 for none. */
    private static int seconds(Duration wanted, Duration longest) {
        Duration least = wanted.compareTo(longest) <= 0 ? wanted : longest;
        return Math.toIntExact(Math.max(1, least.plusMillis(999).toSeconds()));
    }

    /** Without the environment, which may hold passwords. */
    @Override
    public String toString() {
        return role + " " + user + " at " + address;
    }
}
