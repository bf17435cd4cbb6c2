package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Instant;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gets the password when a connection is opened: from a secret or a parameter, which is read again once where the server refuses the login (it was
 * rotated), or by signing a token for each connection. Thread-safe.
 */
final class LoginDataSource implements DataSource {
    private final Target target;
    private final Credential credential;
    private volatile int loginTimeout;
    private volatile @Nullable PrintWriter logWriter;

    LoginDataSource(Target target, Credential credential) {
        this.target = target;
        this.credential = credential;
    }

    /**
     * Opens one.
     *
     * @throws TidemarkException TDM-420 … TDM-426 where there is no password to be had; TDM-401 where the server refuses it
     */
    @Override
    public Connection getConnection() throws SQLException {
        return credential.kind() == Credential.Kind.IAM ? byToken() : bySecret();
    }

    private Connection bySecret() throws SQLException {
        String text = Secrets.read(credential, target.environment(), target.forCredential(), null);
        PGSimpleDataSource first = with(text);
        try {
            return first.getConnection();
        } catch (SQLException e) {
            if (!ConnectionFaults.isLogin(e)) {
                throw e;
            }
            return again(text, first, e);
        }
    }

    private Connection again(String refused, PGSimpleDataSource first, SQLException why) throws SQLException {
        String text = Secrets.read(credential, target.environment(), target.forCredential(), refused);
        if (text.equals(refused)) {
            throw refused(why, first, "was read again and has not changed");
        }
        PGSimpleDataSource second = with(text);
        try {
            return second.getConnection();
        } catch (SQLException e) {
            if (ConnectionFaults.isLogin(e)) {
                throw refused(e, second, "has changed, and the new one is refused too");
            }
            throw e;
        }
    }

    private PGSimpleDataSource with(String text) {
        LoginSecret secret = credential.kind() == Credential.Kind.SECRET
                ? LoginSecret.parse(text, credential)
                : LoginSecret.password(text, credential);
        @Nullable String user = target.user() == null ? secret.user() : target.user();
        PGSimpleDataSource source = target.open(secret, user, secret.password());
        if (source.getUser() == null) {
            throw TidemarkException.of(
                    "TDM-605",
                    "who logs in? " + credential.told() + " names no user",
                    target.role().user().variable() + "=…",
                    "or a \"username\" in the secret");
        }
        return limited(source);
    }

    private Connection byToken() throws SQLException {
        PGSimpleDataSource source = target.open(null, target.user(), null);
        Tls.demand(source, credential);
        String host = source.getServerNames()[0];
        int port = source.getPortNumbers()[0];
        String user = IamLogin.user(source, target);
        String region = IamLogin.region(host, target.environment());
        AwsCredentials credentials =
                AwsCredentials.require(target.environment(), IamLogin.millis(target.forCredential()));
        source.setPassword(RdsToken.sign(host, port, user, region, credentials, Instant.now()));
        try {
            return limited(source).getConnection();
        } catch (SQLException e) {
            if (ConnectionFaults.isLogin(e)) {
                throw IamLogin.refused(e, host + ":" + port, user, region, credentials);
            }
            throw e;
        }
    }

    private PGSimpleDataSource limited(PGSimpleDataSource source) {
        int asked = loginTimeout;
        if (asked > 0 && asked < source.getLoginTimeout()) {
            source.setLoginTimeout(asked);
        }
        return source;
    }

    private TidemarkException refused(SQLException e, PGSimpleDataSource source, String how) {
        String where = source.getServerNames()[0] + ":" + source.getPortNumbers()[0];
        return ConnectionFaults.retold(
                ConnectionFaults.of(e, where),
                where,
                where,
                List.of(
                        "the password of \"" + source.getUser() + "\" is that of " + credential.told() + ", which "
                                + how,
                        "where a rotation is under way just now, try again in a few seconds; without the AWS SDK in the"
                                + " package, after the extension's cache (300 s, SECRETS_MANAGER_TTL)"));
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is that of the environment");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("it writes no log");
    }

    /** Itself; or where it leads, without a credential, as far as that is known before a secret is read. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (isWrapperFor(type)) {
            return type.cast(target.open(null, target.user(), null));
        }
        throw new SQLException("no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this)
                || (type == PGSimpleDataSource.class && target.address().complete());
    }
}
