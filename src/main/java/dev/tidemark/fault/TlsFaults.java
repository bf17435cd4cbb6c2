package dev.tidemark.fault;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;

/** Why there is no TLS connection, TDM-405: the server has none, its name, its authority, its dates. */
final class TlsFaults {
    /** What the driver itself finds has neither a cause nor a state of its own: only its words tell, in whatever language it speaks. */
    private static final String NO_TLS = "The server does not support SSL.";

    private static final String WRONG_NAME = "The hostname {0} could not be verified by hostnameverifier {1}.";

    private TlsFaults() {}

    /** Whether these are words of the driver about TLS. */
    static boolean isOfDriver(SQLException e) {
        return hasNoTls(e) || hasWrongName(e);
    }

    static TidemarkException of(SQLException e, String where) {
        if (hasNoTls(e)) {
            return fault(
                    where + " speaks no TLS, and this connection asks for it",
                    e,
                    "ssl = on, and a certificate, at the server",
                    "or sslmode=disable (TIDEMARK_SSL_MODE in a function), where the network is trusted");
        }
        @Nullable SSLException tls = find(e, SSLException.class);
        if (find(e, CertificateExpiredException.class) != null
                || find(e, CertificateNotYetValidException.class) != null) {
            return fault(
                    where + ": the server's certificate has expired, or is not valid yet",
                    e,
                    "renew it (in RDS: its certificate authority)",
                    "the clock of this machine");
        }
        if (find(e, CertPathBuilderException.class) != null || find(e, CertPathValidatorException.class) != null) {
            return fault(
                    where + ": no authority that is trusted here has signed the server's certificate",
                    e,
                    "sslrootcert (TIDEMARK_SSL_ROOT_CERT in a function): a PEM file with the authority that did");
        }
        if (hasWrongName(e) || find(e, CertificateException.class) != null) {
            return fault(
                    where + ": the server's certificate is that of another name",
                    e,
                    "connect by a name that it has",
                    "or sslmode=verify-ca (TIDEMARK_SSL_MODE in a function), which does not look at the name");
        }
        return fault(where + ": no TLS connection: " + (tls == null ? e.getMessage() : tls.getMessage()), e);
    }

    private static boolean hasNoTls(SQLException e) {
        return says(e, GT.tr(NO_TLS), "");
    }

    private static boolean hasWrongName(SQLException e) {
        String translated = GT.tr(WRONG_NAME, "\n", "\n");
        int gap = translated.indexOf('\n');
        int last = translated.lastIndexOf('\n');
        return says(e, translated.substring(0, gap), translated.substring(gap + 1, last));
    }

    private static boolean says(SQLException e, String start, String middle) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (t instanceof SQLException && message.startsWith(start) && message.contains(middle)) {
                return true;
            }
        }
        return false;
    }

    private static <T> @Nullable T find(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static TidemarkException fault(String message, SQLException e, String... waysOut) {
        String state = e.getSQLState();
        Problem problem = Problem.of("TDM-405", null, message, null, state, List.of(waysOut));
        return new TidemarkException(problem, false, e);
    }
}
