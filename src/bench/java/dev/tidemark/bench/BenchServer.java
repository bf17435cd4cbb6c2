package dev.tidemark.bench;

import dev.tidemark.testkit.Needs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The one PostgreSQL of a benchmark: with TLS, SCRAM for the function's role, and a role that needs no password, as RDS leaves that of IAM to another. */
final class BenchServer implements AutoCloseable {
    static final String USER = "bench_app";
    static final String IAM_USER = "bench_iam";
    static final String PASSWORD = "bench-password";

    private static final String STORE_PASSWORD = "changeit";

    private final EmbeddedPostgres server;
    private final Path certificate;

    private BenchServer(EmbeddedPostgres server, Path certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    static BenchServer start(Path folder) throws IOException, GeneralSecurityException {
        certificate(folder);
        Files.writeString(
                folder.resolve("hba.conf"),
                "host all postgres all trust\nhost all " + IAM_USER + " all trust\nhost all all all scram-sha-256\n");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .setServerConfig("hba_file", folder.resolve("hba.conf").toString())
                .start();
        return new BenchServer(server, folder.resolve("server.crt"));
    }

    /** What its certificate is signed by: itself. */
    Path certificate() {
        return certificate;
    }

    int port() {
        return server.getPort();
    }

    private static void certificate(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Needs.Ran ran = Needs.run(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:c",
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD));
        if (ran.exit() != 0) {
            throw new IOException(ran.all());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        pem(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        byte[] key = keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded();
        pem(folder.resolve("server.key"), "PRIVATE KEY", key);
    }

    private static void pem(Path file, String type, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
