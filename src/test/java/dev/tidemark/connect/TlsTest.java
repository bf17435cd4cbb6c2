package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a PostgreSQL with TLS and a certificate of the test's own authority. */
final class TlsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final TlsServer SERVER = TlsServer.get();

    private static Map<String, String> environment(String host, int port, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TIDEMARK_URL",
                "jdbc:postgresql://" + host + ":" + port + "/postgres?socketFactory=" + LocalSockets.class.getName(),
                "TIDEMARK_USER",
                "postgres",
                "TIDEMARK_PASSWORD",
                "postgres"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private static Map<String, String> environment(String host, String... more) {
        return environment(host, SERVER.port(), more);
    }

    /** {@code TLSv1.3} where the connection has it; empty where it has none. */
    static String connect(Map<String, String> environment) throws SQLException {
        return TlsProtocol.of(environment);
    }

    private static TidemarkException fault(Map<String, String> environment) {
        SQLException e = assertThrows(SQLException.class, () -> connect(environment));
        return ConnectionFaults.of(e, "the-server:5432");
    }

    private static void assertFault(Map<String, String> environment, String code, String... parts) {
        TidemarkException fault = fault(environment);
        assertEquals(code, fault.code(), fault.getMessage());
        assertFalse(fault.retriable());
        for (String part : parts) {
            assertTrue(fault.getMessage().contains(part), fault.getMessage());
        }
        assertFalse(fault.problems().get(0).wayOutTexts().isEmpty(), "no way out");
    }

    private static String authority() {
        return SERVER.authority().toString();
    }

    @Test
    void theRightNameAndTheRightAuthority() throws SQLException {
        assertEquals("TLSv1.3", connect(environment("localhost", "TIDEMARK_SSL_ROOT_CERT", authority())));
        assertEquals(
                "TLSv1.3",
                connect(environment(TlsServer.RDS, "TIDEMARK_SSL_ROOT_CERT", authority())),
                "the file comes before the shipped authorities");
    }

    @Test
    void theWrongName() throws SQLException {
        Map<String, String> wrong = environment("other.example.org", "TIDEMARK_SSL_ROOT_CERT", authority());
        assertFault(wrong, "TDM-405", "another name", "verify-ca");
        wrong.put("TIDEMARK_SSL_MODE", "verify-ca");
        assertEquals("TLSv1.3", connect(wrong));
    }

    @Test
    void anUnknownAuthority() {
        assertFault(
                environment(
                        "localhost", "TIDEMARK_SSL_ROOT_CERT", SERVER.stranger().toString()),
                "TDM-405",
                "no authority that is trusted here",
                "TIDEMARK_SSL_ROOT_CERT");
        assertFault(environment("localhost", "TIDEMARK_SSL_MODE", "verify-full"), "TDM-405", "no authority");
    }

    @Test
    void aPlainServer() throws SQLException {
        try (TestDatabase plain = TestPostgres.fresh()) {
            for (String mode : List.of("require", "verify-ca", "verify-full")) {
                assertFault(
                        environment("localhost", plain.port(), "TIDEMARK_SSL_MODE", mode),
                        "TDM-405",
                        "speaks no TLS",
                        "sslmode=disable");
            }
            assertEquals("", connect(environment("localhost", plain.port())));
        }
    }

    @Test
    void anExpiredCertificate() throws Exception {
        SERVER.use("expired");
        try {
            assertFault(environment("localhost", "TIDEMARK_SSL_ROOT_CERT", authority()), "TDM-405", "expired", "renew");
        } finally {
            SERVER.use("good");
        }
    }

    @Test
    void aHostOfRdsIsVerifiedFullyAgainstItsRegionsAuthorities() throws Exception {
        assertFault(environment(TlsServer.RDS), "TDM-405", "no authority that is trusted here");
        Path shipped = Path.of(TlsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path region = Files.createDirectories(shipped.resolve("dev/tidemark/connect/rds"))
                .resolve("xx-test-1.pem");
        Files.copy(SERVER.authority(), region);
        try {
            assertEquals("TLSv1.3", connect(environment(TlsServer.RDS_OF_TEST)));
            assertFault(environment("x" + TlsServer.RDS_OF_TEST), "TDM-405", "another name");
        } finally {
            Files.delete(region);
        }
    }

    @Test
    void aRegionWhoseAuthoritiesAreNotShippedIsToldWithTheWayOut() {
        assertFault(
                environment("db.c0ffee.xx-nowhere-1.rds.amazonaws.com"),
                "TDM-426",
                "xx-nowhere-1",
                "TIDEMARK_SSL_ROOT_CERT");
    }

    @Test
    void anRdsProxyIsVerifiedAgainstTheAuthoritiesOfTheJdk() throws Exception {
        assertFault(environment(TlsServer.PROXY), "TDM-405", "no authority that is trusted here");
        try (ChildJvm jvm = ChildJvm.of(TlsTestMain.class, TlsServer.PROXY, String.valueOf(SERVER.port()))
                .option("-Djavax.net.ssl.trustStore=" + SERVER.trustStore())
                .option("-Djavax.net.ssl.trustStorePassword=changeit")
                .start()) {
            jvm.awaitLine("=> TLSv1.3", Duration.ofSeconds(40));
        }
    }

    /** What signs the certificates of RDS Proxy (RDS User Guide, "RDS Proxy concepts and terminology", TLS). */
    @Test
    void theJdkHasAmazonsRoots() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<String> issuers = Arrays.stream(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers())
                .map(c -> c.getSubjectX500Principal().getName())
                .toList();
        for (int i = 1; i <= 4; i++) {
            String root = "CN=Amazon Root CA " + i + ",O=Amazon,C=US";
            assertTrue(issuers.contains(root), root);
        }
    }

    @Test
    void everyShippedFileHoldsTheAuthoritiesOfItsRegionAlone() throws Exception {
        Path folder = Path.of(System.getProperty("tidemark.basedir", "."))
                .resolve("src/main/resources/dev/tidemark/connect/rds");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> regions = files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".pem"))
                    .map(n -> n.substring(0, n.length() - ".pem".length()))
                    .toList();
            assertTrue(regions.size() >= 27, regions.toString());
            for (String region : regions) {
                Collection<? extends Certificate> authorities = ServerTrust.ofRegion(region);
                assertTrue(authorities.size() >= 3, region);
                for (Certificate authority : authorities) {
                    X509Certificate certificate = (X509Certificate) authority;
                    certificate.checkValidity();
                    assertTrue(certificate.getBasicConstraints() >= 0, "no authority");
                    assertTrue(
                            certificate.getSubjectX500Principal().getName().contains("CN=Amazon RDS " + region + " "),
                            certificate.getSubjectX500Principal().getName());
                }
            }
        }
        assertNotNull(ServerTrust.class.getResource("rds/LICENSE.txt"), "the license goes along");
    }

    @Test
    void aGlobalDatabaseNeedsABundle() {
        assertFault(environment("db.global-c0ffee.global.rds.amazonaws.com"), "TDM-426", "TIDEMARK_SSL_ROOT_CERT");
    }

    @Test
    void theModeIsTheSettingsThenTheAddresssThenTheHosts() throws SQLException {
        String asks = "&sslmode=disable";
        Map<String, String> rds = environment(TlsServer.RDS);
        rds.merge("TIDEMARK_URL", asks, String::concat);
        assertEquals("", connect(rds));
        rds.put("TIDEMARK_SSL_MODE", "require");
        assertEquals("TLSv1.3", connect(rds));
        assertEquals("TLSv1.3", connect(environment("localhost")), "the driver prefers it");
    }

    @Test
    void aFileThatNobodyLooksAtOrThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
        Map<String, String> unused =
                environment("localhost", "TIDEMARK_SSL_ROOT_CERT", authority(), "TIDEMARK_SSL_MODE", "require");
        TidemarkException fault = assertThrows(TidemarkException.class, () -> Databases.runtime(unused, LONG));
        assertEquals("TDM-605", fault.code());
        assertFault(
                environment("localhost", "TIDEMARK_SSL_ROOT_CERT", "/nowhere.pem"), "TDM-606", "/nowhere.pem", "read");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertFault(environment("localhost", "TIDEMARK_SSL_ROOT_CERT", empty.toString()), "TDM-606", "no certificate");
        Path noise = Files.writeString(
                folder.resolve("noise.pem"), "-----BEGIN CERTIFICATE-----\nnoise\n-----END CERTIFICATE-----\n");
        assertFault(environment("localhost", "TIDEMARK_SSL_ROOT_CERT", noise.toString()), "TDM-606", "PEM");
    }

    private static Map<String, String> libpq(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PGHOST",
                "localhost",
                "PGPORT",
                String.valueOf(SERVER.port()),
                "PGUSER",
                "postgres",
                "PGDATABASE",
                "postgres"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    /** PostgreSQL documentation, "SSL Support" of libpq: with a file of authorities, require looks at the certificate all the same. */
    @Test
    void theVariablesOfLibpqMeanWhatTheyMeanToLibpq() throws SQLException {
        String stranger = SERVER.stranger().toString();
        assertEquals("TLSv1.3", connect(libpq("PGSSLMODE", "require", "PGSSLROOTCERT", authority())));
        assertFault(libpq("PGSSLMODE", "require", "PGSSLROOTCERT", stranger), "TDM-405", "no authority");
        assertEquals("TLSv1.3", connect(libpq("PGSSLMODE", "prefer", "PGSSLROOTCERT", stranger)));
        assertEquals("TLSv1.3", connect(libpq("PGSSLROOTCERT", authority())));
        assertFault(libpq("PGSSLROOTCERT", "system"), "TDM-405", "no authority");
    }

    @Test
    void aModeIsReadInEitherCaseAndRefusedWhereThereIsNone() throws SQLException {
        Map<String, String> upper = environment("localhost", "TIDEMARK_SSL_ROOT_CERT", authority());
        upper.merge("TIDEMARK_URL", "&sslmode=VERIFY-FULL", String::concat);
        assertEquals("TLSv1.3", connect(upper));
        Map<String, String> wrong = environment("localhost");
        wrong.merge("TIDEMARK_URL", "&sslmode=verify_full", String::concat);
        for (Map<String, String> environment : List.of(wrong, libpq("PGSSLMODE", "verify_full"))) {
            TidemarkException fault = assertThrows(TidemarkException.class, () -> Databases.runtime(environment, LONG));
            assertEquals("TDM-604", fault.code());
            assertTrue(fault.getMessage().contains("verify-full"), fault.getMessage());
        }
    }

    @Test
    void anAddressIsNoNameOfTheCertificate() throws SQLException {
        Map<String, String> address = environment("127.0.0.1", "TIDEMARK_SSL_ROOT_CERT", authority());
        assertFault(address, "TDM-405", "another name");
        address.put("TIDEMARK_SSL_MODE", "verify-ca");
        assertEquals("TLSv1.3", connect(address));
    }

    /** An address with a file of its own is the driver's business; what it says is understood all the same. */
    @Test
    void theDriversOwnFactoryIsLeftAlone() throws SQLException {
        String own = "&sslmode=verify-full&sslrootcert=" + authority();
        Map<String, String> right = environment("localhost");
        right.merge("TIDEMARK_URL", own, String::concat);
        assertEquals("TLSv1.3", connect(right));
        Map<String, String> wrong = environment("other.example.org");
        wrong.merge("TIDEMARK_URL", own, String::concat);
        assertFault(wrong, "TDM-405", "another name");
        Map<String, String> missing = environment("localhost");
        missing.merge("TIDEMARK_URL", "&sslmode=verify-full&sslrootcert=/nowhere.crt", String::concat);
        assertEquals("TDM-405", fault(missing).code());
    }

    @Test
    void theWordsOfTheDriverAreKnownInOtherLanguages() throws Exception {
        try (TestDatabase plain = TestPostgres.fresh();
                ChildJvm jvm = ChildJvm.of(TlsTestMain.class, "localhost", String.valueOf(plain.port()), "require")
                        .option("-Duser.language=de")
                        .start()) {
            String said = jvm.awaitLine("=> ", Duration.ofSeconds(40));
            assertTrue(said.startsWith("=> TDM-405"), said);
            assertFalse(said.contains("does not support SSL"), "the driver speaks English: " + said);
        }
    }
}
