package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.AwsServer;
import dev.tidemark.testkit.PlanLogin;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both ends together: the command, Lambda's API and S3 as HTTP, the handler in a JVM of its own under AWS's runtime client, PostgreSQL under the login of
 * docs/roles.md. What comes out is what the local command says.
 */
final class RemotePlanTest {
    private static final String FIRST = """
        CREATE TABLE customers (
            id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            phone text
        );
        """;
    private static final String SECOND = """
        CREATE TYPE mood AS ENUM ('calm', 'cross');
        CREATE TABLE customers (
            id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            mail  text NOT NULL UNIQUE,
            mood  mood
        );
        CREATE INDEX moods ON customers (mood);
        CREATE VIEW mails AS SELECT mail FROM customers;
        """;

    private static final TestDatabase DATABASE = TestPostgres.fresh();
    private static final String SERVER = DATABASE.host() + ":" + DATABASE.port();

    /** The function's place is as long as the server's, so that lines break alike. */
    private static final String FUNCTION = "f".repeat(SERVER.length() - "function :1".length()) + ":1";

    private static final String PLACE = "function " + FUNCTION;
    private static final PlanLogin LOGIN = PlanLogin.create(DATABASE);
    private static final RuntimeApi RUNTIME = new RuntimeApi();
    private static AwsServer aws;
    private static RuntimeInstance instance;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        aws = AwsServer.start((function, event) ->
                AwsServer.of(instance, Duration.ofSeconds(30)).invoke(function, event));
        instance = RUNTIME.start(RuntimeApi.launch("dev.tidemark.lambda.TidemarkHandler")
                .with(Map.of(
                        "TIDEMARK_URL", DATABASE.url(),
                        "TIDEMARK_APP", "selfcheck",
                        "TIDEMARK_PLAN_USER", LOGIN.user(),
                        "TIDEMARK_PLAN_PASSWORD", LOGIN.password(),
                        "TIDEMARK_PLAN_BUCKET", "plans",
                        "AWS_ENDPOINT_URL", aws.url())));
        assertEquals(SyncStatus.SYNCED, sync(options("shop", FIRST)));
        assertEquals(SyncStatus.SYNCED, sync(SyncOptions.defaults().withApp("selfcheck")));
        LOGIN.grantRecord();
    }

    private static SyncStatus sync(SyncOptions options) {
        return Tidemark.open(DATABASE.dataSource(), options.withMode(Mode.AUTO).withExplicit(true))
                .sync()
                .status();
    }

    private static SyncOptions options(String app, String text) {
        return SyncOptions.defaults().withApp(app).withSource(new SyncOptions.SchemaSource(text, "schema.sql"));
    }

    @AfterAll
    static void stop() {
        RUNTIME.close();
        aws.close();
        DATABASE.close();
        LOGIN.close();
    }

    @AfterEach
    void nothingSecretWasLogged() {
        String log = instance.output();
        assertFalse(log.contains("X-Amz-Signature") || log.contains(LOGIN.password() + "\""), log);
    }

    private Ran here(String... args) {
        return Ran.live(Map.of("DATABASE_URL", DATABASE.url()), args);
    }

    private Ran there(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--function", FUNCTION));
        return Ran.live(aws.environment(), all.toArray(String[]::new));
    }

    private String[] plan(String schema, String... options) throws IOException {
        Path file = Files.writeString(home.resolve("schema.sql"), schema);
        List<String> args = new ArrayList<>(List.of("plan", "--schema", file.toString(), "--app", "shop"));
        args.addAll(List.of(options));
        return args.toArray(String[]::new);
    }

    /** Byte for byte, but for the place and the time that it took. */
    private static void same(Ran here, Ran there) {
        assertEquals(here.exit(), there.exit(), there.err());
        // What is to be typed next keeps the options that were given; a function knows its app.
        assertEquals(timeless(here.out()).replace(" --app selfcheck", ""), timeless(placed(there.out())));
        assertEquals(here.err(), there.err());
    }

    /** Which database a function has is not told but with a plan. */
    private static String placed(String text) {
        String unknown = "\"database\": null,\n  \"server\": \"" + PLACE;
        return text.replace(unknown, "\"database\": \"" + DATABASE.name() + "\",\n  \"server\": \"" + SERVER)
                .replace(PLACE, SERVER);
    }

    private static String timeless(String text) {
        return text.replaceAll("\\(\\d+(\\.\\d+)? m?s\\)", "(…)")
                .replaceAll("\"tookMs\": \\d+", "\"tookMs\": 0")
                // A function's operator applies the plan by a deploy, not from the file at hand.
                .replaceAll("tidemark sync( --(schema|app) \\S+)+", "tidemark sync");
    }

    @Test
    void everyFormOfAPlanIsTheLocalOne() throws IOException {
        for (String form : List.of("--color=never", "--sql", "--markdown", "--json", "--all", "--exit-code")) {
            Ran here = here(plan(SECOND, form));
            assertTrue(here.out().contains("moods"), here.out());
            same(here, there(plan(SECOND, form)));
        }
        assertEquals(3, there(plan(SECOND, "--exit-code")).exit());
        same(here(plan(FIRST, "--exit-code")), there(plan(FIRST, "--exit-code")));
    }

    @Test
    void faultsOfTheDeclarationAreShownWithTheirPlace() throws IOException {
        String typo = FIRST.replace("phone text", "phone txt NOT NULL");
        for (String form : List.of("--color=never", "--json")) {
            Ran there = there(plan(typo, form));
            assertEquals(5, there.exit(), there.err());
            same(here(plan(typo, form)), there);
        }
        Ran refused = there(plan(FIRST + "DO $$ BEGIN END $$;"));
        same(here(plan(FIRST + "DO $$ BEGIN END $$;")), refused);
        assertTrue(refused.err().contains("TDM-102"), refused.err());
    }

    @Test
    void whatIsBlockedIsRefusedAlike() throws IOException {
        String renamed = "-- @renamed from=customers\nCREATE TABLE clients (id bigint PRIMARY KEY);\n" + FIRST;
        Ran there = there(plan(renamed));
        assertTrue(there.exit() == 4 || there.exit() == 5, there.err());
        same(here(plan(renamed)), there);
    }

    @Test
    void statusAndDriftOfTheFunctionsOwnVersion() {
        for (String form : List.of("--color=never", "--json", "--exit-code")) {
            same(here("status", "--app", "selfcheck", form), there("status", form));
        }
        same(here("drift", "--app", "selfcheck", "--json"), there("drift", "--json"));
        DATABASE.run("alter table public.probe add column sneaked int");
        try {
            Ran drift = there("drift", "--exit-code");
            assertEquals(3, drift.exit(), drift.out());
            assertTrue(drift.out().contains("sneaked"), drift.out());
            same(here("drift", "--app", "selfcheck", "--exit-code"), drift);
            same(here("drift", "--app", "selfcheck", "--sql"), there("drift", "--sql"));
        } finally {
            DATABASE.run("alter table public.probe drop column sneaked");
        }
    }

    @Test
    void whatIsTooBigForARequestGoesThroughTheBucket() throws IOException {
        String big = SECOND + comment(5_400_000);
        Ran without = there(plan(big));
        assertEquals(2, without.exit());
        assertTrue(without.err().contains("TDM-636") && without.err().contains("--bucket"), without.err());
        aws.requests().clear();
        aws.events().clear();
        same(here(plan(big, "--markdown")), there(plan(big, "--markdown", "--bucket", "plans")));
        assertTrue(aws.events().get(0) < 5_000, aws.events().toString());
        String requests = String.join("\n", aws.requests());
        assertTrue(requests.matches("(?s).*PUT /plans/tidemark/[^/]+/schema.gz\n.*GET /plans/\\S+ signed.*"), requests);
        assertEquals(Map.of(), aws.objects());
        Ran another = there(plan(big, "--bucket", "others"));
        assertEquals(2, another.exit(), another.err());
        assertTrue(another.err().contains("does not lead into the bucket plans"), another.err());
    }

    /** Nothing that compresses well. */
    private static String comment(int length) {
        byte[] noise = new byte[length / 4 * 3];
        new Random(1).nextBytes(noise);
        return "-- " + Base64.getEncoder().encodeToString(noise) + "\n";
    }

    @Test
    void syncIsRefusedByName() {
        Ran sync = there("sync", "--app", "shop");
        assertEquals(2, sync.exit());
        assertTrue(sync.err().contains("TDM-630") && sync.err().contains("plan --function"), sync.err());
    }

    @Test
    void optionsThatContradictAreRefused() throws IOException {
        Ran schema = there("status", "--app", "shop", "--schema", "schema.sql");
        assertEquals(2, schema.exit());
        assertTrue(schema.err().contains("TDM-630"), schema.err());
        Ran url = there(plan(FIRST, "--url", "postgresql://h/d"));
        assertEquals(2, url.exit());
        assertTrue(url.err().contains("TDM-605"), url.err());
        Map<String, String> nowhere = new HashMap<>(aws.environment());
        nowhere.remove("AWS_REGION");
        Ran region = Ran.live(nowhere, plan(FIRST, "--function", FUNCTION));
        assertEquals(2, region.exit());
        assertTrue(region.err().contains("TDM-605") && region.err().contains("--region"), region.err());
    }
}
