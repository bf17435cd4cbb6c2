package dev.tidemark.connect;

import java.io.IOException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;

/** One cold JVM that gets one credential, or the authorities for one handshake, says so and waits to be measured. */
final class CredentialJvm {
    private static final String HOST = "db.c0ffee.eu-central-1.rds.amazonaws.com";
    private static final Credential SECRET = new Credential(Credential.Kind.SECRET, "bench", "TIDEMARK_SECRET");
    private static final Credential PARAMETER =
            new Credential(Credential.Kind.PARAMETER, "bench", "TIDEMARK_PASSWORD_PARAMETER");

    private CredentialJvm() {}

    public static void main(String[] args) throws Exception {
        long begun = System.nanoTime();
        run(args[0]);
        System.out.println("done " + (System.nanoTime() - begun));
        if (System.in.read() == -2) {
            throw new IOException("never");
        }
    }

    private static void run(String what) throws Exception {
        switch (what) {
            case "nothing" -> {}
            case "secret" -> read(SECRET);
            case "parameter" -> read(PARAMETER);
            case "token" ->
                RdsToken.sign(
                        HOST, 5432, "app", "eu-central-1", AwsCredentials.require(System.getenv(), 1), Instant.now());
            case "token-sdk" ->
                RdsUtilities.builder()
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                        .build()
                        .generateAuthenticationToken(
                                r -> r.hostname(HOST).port(5432).username("app"));
            case "trust-jdk" -> SSLContext.getDefault();
            case "trust-region" -> trust(ServerTrust.ofRegion("eu-central-1"));
            case "trust-all" -> trust(all());
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static void read(Credential credential) {
        Map<String, String> environment = System.getenv();
        if (Secrets.read(credential, environment, Duration.ofSeconds(30), null).isEmpty()) {
            throw new IllegalStateException("nothing was read");
        }
    }

    private static Collection<Certificate> all() {
        List<Certificate> all = new ArrayList<>();
        for (String region : CredentialBench.REGIONS) {
            all.addAll(ServerTrust.ofRegion(region));
        }
        return all;
    }

    private static void trust(Collection<? extends Certificate> authorities) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate authority : authorities) {
            store.setCertificateEntry(String.valueOf(authority.hashCode()), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext.getInstance("TLS").init(null, factory.getTrustManagers(), null);
    }
}
