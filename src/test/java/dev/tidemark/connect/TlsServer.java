package dev.tidemark.connect;

import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL that asks for passwords (but of the superuser) and speaks TLS, with a certificate of the test's own authority for {@code localhost} and
 * three names of RDS. Started once a JVM.
 */
final class TlsServer {
    static final String RDS = "db.c0ffee.eu-central-1.rds.amazonaws.com";
    static final String RDS_OF_TEST = "db.c0ffee.xx-test-1.rds.amazonaws.com";
    static final String PROXY = "p.proxy-c0ffee.eu-central-1.rds.amazonaws.com";

    private static final String PASSWORD = "changeit";
    private static final TlsServer INSTANCE = start();

    private final TestDatabase database;
    private final Path folder;

    private TlsServer(TestDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    static TlsServer get() {
        return INSTANCE;
    }

    /** As the superuser, who needs no password. */
    TestDatabase database() {
        return database;
    }

    int port() {
        return database.port();
    }

    /** The authority that signed the server's certificate. */
    Path authority() {
        return folder.resolve("authority.crt");
    }

    /** One that has signed nothing here. */
    Path stranger() {
        return folder.resolve("stranger.crt");
    }

    /** The authority as a JVM's trust store, password {@code changeit}. */
    Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** From now on new connections meet the certificate {@code good} or {@code expired}. */
    void use(String certificate) throws IOException, InterruptedException {
        Files.copy(
                folder.resolve(certificate + ".crt"),
                folder.resolve("server.crt"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                folder.resolve(certificate + ".key"),
                folder.resolve("server.key"),
                StandardCopyOption.REPLACE_EXISTING);
        String loaded = "select pg_conf_load_time()::text";
        String before = database.value(loaded);
        database.run("select pg_reload_conf()");
        while (database.value(loaded).equals(before)) {
            Thread.sleep(10);
        }
    }

    private static TlsServer start() {
        try {
            Path folder = Files.createTempDirectory("tls-postgres");
            certificates(folder);
            Files.writeString(folder.resolve("hba.conf"), """
                local all all trust
                host all postgres all trust
                host all all all scram-sha-256
                """);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("ssl", "on")
                    .setServerConfig(
                            "ssl_cert_file", folder.resolve("server.crt").toString())
                    .setServerConfig(
                            "ssl_key_file", folder.resolve("server.key").toString())
                    .setServerConfig("hba_file", folder.resolve("hba.conf").toString())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
            return new TlsServer(new TestDatabase("localhost", server.getPort(), "postgres"), folder);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void certificates(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        String names = "san=dns:localhost,dns:" + RDS + ",dns:" + RDS_OF_TEST + ",dns:" + PROXY;
        generate(store, "authority", "CN=Test Authority", "-ext", "bc:c", "-validity", "800", "-startdate", "-400d");
        generate(store, "stranger", "CN=Stranger", "-ext", "bc:c", "-validity", "30");
        generate(store, "good", "CN=server", "-ext", names, "-signer", "authority", "-validity", "30");
        generate(
                store,
                "expired",
                "CN=server",
                "-ext",
                names,
                "-signer",
                "authority",
                "-validity",
                "30",
                "-startdate",
                "-300d");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        for (String alias : List.of("authority", "stranger", "good", "expired")) {
            pem(
                    folder.resolve(alias + ".crt"),
                    "CERTIFICATE",
                    keys.getCertificate(alias).getEncoded());
            pem(
                    folder.resolve(alias + ".key"),
                    "PRIVATE KEY",
                    keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        }
        Files.copy(folder.resolve("good.crt"), folder.resolve("server.crt"));
        Files.copy(folder.resolve("good.key"), folder.resolve("server.key"), StandardCopyOption.COPY_ATTRIBUTES);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", keys.getCertificate("authority"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("trust.p12"))) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    private static void generate(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(more));
        Needs.Ran ran = Needs.run(command);
        if (ran.exit() != 0) {
            throw new IOException(ran.toString());
        }
    }

    private static void pem(Path file, String type, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void stop(EmbeddedPostgres server, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            server.close();
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            System.err.println("PostgreSQL with TLS did not stop: " + e.getMessage());
        }
    }
}
