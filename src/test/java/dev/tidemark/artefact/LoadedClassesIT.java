package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.SecretsEndpoint;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cold start of the artefact loads when nothing has changed, by the JVM's own log of classes. */
final class LoadedClassesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String UP_TO_DATE = "\"status\":\"UP_TO_DATE\"";
    private static final String SDK = "software.amazon.awssdk.";

    /** What a managed runtime loads itself. */
    private static final String RUNTIMES_OWN = "software.amazon.awssdk.utilslite.";

    private static final List<String> COLD =
            List.of("schema", "lease", "shadow", "catalog", "diff", "plan", "apply", "deploy");

    private final TestDatabase database = TestPostgres.fresh();
    private final RuntimeApi lambda = new RuntimeApi();
    private final SecretsEndpoint secrets =
            new SecretsEndpoint().with("orders/login", "{\"username\":\"postgres\",\"password\":\"postgres\"}");

    @TempDir
    private Path folder;

    @BeforeEach
    void sync() {
        RuntimeInstance function =
                lambda.start(Artefact.TIDEMARK.launch().with(plain()).with(Map.of("TIDEMARK_REQUESTS", "sync")));
        RuntimeInstance.Answer answer = function.invoke("{\"tidemark\": \"sync\"}", LIMIT);
        assertTrue(answer.body().contains(SyncStatus.SYNCED.name()), answer::body);
    }

    @AfterEach
    void stop() {
        lambda.close();
        secrets.close();
        database.close();
    }

    @Test
    void withAPlainPasswordNoClassOfTheSdkAndNoneOfTheSlowPath() throws IOException {
        List<String> classes = loadedBy(plain(), UP_TO_DATE);
        assertTrue(classes.contains("dev.tidemark.control.ControlTables"), "the log is one of a check");
        assertEquals(List.of(), ofTheSdk(classes));
        assertEquals(List.of(), cold(classes));
    }

    @Test
    void withASecretByTheExtensionNoClassOfTheSdk() throws IOException {
        List<String> classes = loadedBy(secret(secrets.forExtension()), UP_TO_DATE);
        assertTrue(classes.contains("dev.tidemark.connect.Extension"), "the secret came by the extension");
        assertEquals(List.of(), ofTheSdk(classes));
        assertEquals(List.of(), cold(classes));
    }

    @Test
    void withATokenOfIamNoClassOfTheSdk() throws IOException {
        Map<String, String> environment = new HashMap<>(plain());
        environment.putAll(secrets.forSdk());
        environment.remove("TIDEMARK_PASSWORD");
        environment.put("TIDEMARK_IAM_AUTH", "true");
        environment.put("TIDEMARK_SSL_MODE", "require");
        // The server speaks no TLS: the token was signed, and does not leave the process.
        List<String> classes = loadedBy(environment, "TLS");
        assertTrue(classes.contains("dev.tidemark.connect.RdsToken"), "the token was signed");
        assertEquals(List.of(), ofTheSdk(classes));
        assertEquals(List.of(), cold(classes));
    }

    /** What shows that the others would notice. */
    @Test
    void withoutTheExtensionASecretCostsTheSdk() throws IOException {
        List<String> classes = loadedBy(secret(secrets.forSdk()), UP_TO_DATE);
        assertTrue(ofTheSdk(classes).size() > 100, () -> ofTheSdk(classes).toString());
        assertEquals(List.of(), cold(classes));
    }

    private Map<String, String> secret(Map<String, String> way) {
        Map<String, String> environment = new HashMap<>(plain());
        environment.putAll(way);
        environment.remove("TIDEMARK_PASSWORD");
        environment.put("TIDEMARK_SECRET", "orders/login");
        return environment;
    }

    private List<String> loadedBy(Map<String, String> environment, String said) throws IOException {
        Path log = folder.resolve("classes.log");
        RuntimeInstance function = lambda.start(Artefact.ORDERS
                .launch()
                .with(environment)
                .withJvmOptions("-Xlog:class+load:file=" + log + "::filecount=0"));
        assertTrue(function.awaitInit(LIMIT).ok(), function::output);
        function.awaitLine(line -> line.contains("cold-start") && line.contains(said), LIMIT);
        try (Stream<String> lines = Files.lines(log)) {
            // [0.012s][info][class,load] java.lang.Object source: shared objects file
            return lines.filter(line -> line.contains(" source: "))
                    .map(line -> line.substring(0, line.indexOf(" source: ")))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .toList();
        }
    }

    private static List<String> ofTheSdk(List<String> classes) {
        return classes.stream()
                .filter(c -> c.startsWith(SDK) && !c.startsWith(RUNTIMES_OWN))
                .toList();
    }

    private static List<String> cold(List<String> classes) {
        return classes.stream()
                .filter(c -> COLD.stream().anyMatch(p -> c.startsWith("dev.tidemark." + p + ".")))
                .toList();
    }

    private Map<String, String> plain() {
        return Map.of(
                "TIDEMARK_APP", "orders",
                "TIDEMARK_URL", "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
                "TIDEMARK_USER", "postgres",
                "TIDEMARK_PASSWORD", "postgres");
    }
}
