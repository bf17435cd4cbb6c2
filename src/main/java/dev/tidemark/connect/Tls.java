package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** How the connection is protected, said to pgjdbc. */
final class Tls {
    private static final String FULL = "verify-full";
    private static final String MODES = " disable allow prefer require verify-ca verify-full ";

    private Tls() {}

    /**
     * {@code TIDEMARK_SSL_MODE}, else the address's own, else {@code verify-full} for a host of RDS and wherever a file of authorities is named; else the
     * driver's default. Certificates are verified by {@link ServerTrust}, unless the address names a file or a factory of its own.
     *
     * @param pg whether {@code PGSSLMODE} and {@code PGSSLROOTCERT} count, as libpq reads them: with a file, {@code require} is {@code verify-ca}, and the
     *     file {@code system} means the authorities of the system
     * @throws TidemarkException TDM-605 for a file of authorities and a mode that never looks at it, TDM-604 for a mode that there is not
     */
    static void protect(PGSimpleDataSource source, Map<String, String> environment, boolean pg) {
        @Nullable String mode = mode(source, environment, pg);
        @Nullable String file = Setting.SSL_ROOT_CERT.text(environment);
        @Nullable String ofPg = file == null && pg ? Address.given(environment, "PGSSLROOTCERT") : null;
        if (mode == null && (file != null || ofPg != null || isRds(source))) {
            mode = FULL;
        }
        if (mode == null) {
            return;
        }
        if (ofPg != null && mode.equals("require")) {
            mode = "verify-ca";
        }
        source.setSslMode(mode);
        if (mode.startsWith("verify")) {
            verify(source, ofPg == null || ofPg.equals("system") ? file : ofPg);
        } else if (file != null) {
            throw TidemarkException.of(
                    "TDM-605",
                    "TIDEMARK_SSL_ROOT_CERT is set, and sslmode " + mode + " looks at no certificate",
                    "TIDEMARK_SSL_MODE=verify-full",
                    "or unset TIDEMARK_SSL_ROOT_CERT");
        }
    }

    private static void verify(PGSimpleDataSource source, @Nullable String file) {
        @Nullable String factory = source.getSslfactory();
        boolean asked = factory != null && !factory.equals(PGProperty.SSL_FACTORY.getDefaultValue());
        if (!asked && (file != null || source.getSslRootCert() == null)) {
            source.setSslfactory(ServerTrust.class.getName());
            source.setSslfactoryarg(file == null ? "" : file);
        }
    }

    private static @Nullable String mode(PGSimpleDataSource source, Map<String, String> environment, boolean pg) {
        @Nullable String given = Setting.SSL_MODE.text(environment);
        if (given != null) {
            return given;
        }
        if (source.getSslMode() != null) {
            return known("the sslmode of the address", source.getSslMode());
        }
        if (source.getSsl()) {
            return FULL;
        }
        @Nullable String ofPg = pg ? Address.given(environment, "PGSSLMODE") : null;
        return ofPg == null ? null : known("PGSSLMODE", ofPg);
    }

    private static String known(String where, String mode) {
        String lower = mode.strip().toLowerCase(Locale.ROOT);
        if (!MODES.contains(" ".concat(lower).concat(" "))) {
            throw TidemarkException.of(
                    "TDM-604", where + " is \"" + mode + "\", which there is not", "one of" + MODES.stripTrailing());
        }
        return lower;
    }

    /** The cheap half of the question first: most names have no such end, and then no class is loaded to look closer. */
    private static boolean isRds(PGSimpleDataSource source) {
        for (String host : source.getServerNames()) {
            if (host.contains(".amazonaws.com") && RdsHost.of(host) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * For a token, which must not cross the network in the open.
     *
     * @throws TidemarkException TDM-605 where the mode allows a connection without TLS
     */
    static void demand(PGSimpleDataSource source, Credential credential) {
        @Nullable String mode = source.getSslMode();
        if (mode == null || !(mode.equals("require") || mode.startsWith("verify"))) {
            throw TidemarkException.of(
                    "TDM-605",
                    credential.variable() + " is set, and sslmode " + (mode == null ? "prefer" : mode)
                            + " may send the token without TLS",
                    "TIDEMARK_SSL_MODE=verify-full, the default for the names of RDS",
                    "or require, where the host is an alias that is in no certificate");
        }
    }
}
