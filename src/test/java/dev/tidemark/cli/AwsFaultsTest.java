package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.AwsServer;
import dev.tidemark.testkit.AwsServer.Answer;
import dev.tidemark.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS refuses is told by a code, a way out and the exit code of whoever can do something about it. */
final class AwsFaultsTest {
    private static AwsServer aws;

    @TempDir
    static Path home;

    private static Path schema;

    @BeforeAll
    static void start() throws IOException {
        aws = AwsServer.start((function, event) -> Answer.of("{}"));
        schema = Files.writeString(home.resolve("schema.sql"), "create table t (a int primary key);");
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    /**
     * A refusal.
     *
     * @param words what the message says
     */
    record Case(Answer answer, int exit, String code, String words) {}

    static List<Case> cases() {
        String unknown =
                "{\"format\":1,\"status\":\"ERROR\",\"errors\":[{\"code\":\"TDM-611\",\"message\":\"\\\"schema\\\" is"
                        + " no field of \\\"plan\\\"; it knows [app]\",\"wayOut\":[],\"retry\":false}]}";
        String off = "{\"format\":1,\"status\":\"ERROR\",\"errors\":[{\"code\":\"TDM-638\",\"message\":\"no"
                + " login\",\"wayOut\":[\"set it\"],\"retry\":false}]}";
        return List.of(
                new Case(
                        Answer.refused(403, "AccessDeniedException", "User x is not authorized"),
                        6,
                        "TDM-631",
                        "lambda:InvokeFunction"),
                new Case(
                        Answer.refused(403, "UnrecognizedClientException", "The security token is invalid"),
                        6,
                        "TDM-631",
                        "--profile"),
                new Case(
                        Answer.refused(404, "ResourceNotFoundException", "Function not found"),
                        6,
                        "TDM-632",
                        "f:live in eu-central-1"),
                new Case(Answer.refused(429, "TooManyRequestsException", "Rate Exceeded."), 7, "TDM-633", "try again"),
                new Case(Answer.refused(502, "EC2ThrottledException", "throttled"), 7, "TDM-633", "try again"),
                new Case(Answer.refused(502, "KMSAccessDeniedException", "no key"), 6, "TDM-634", "no key"),
                new Case(Answer.refused(502, "InvalidZipFileException", "no zip"), 6, "TDM-634", "no zip"),
                new Case(Answer.refused(409, "SnapStartNotReadyException", "starting"), 7, "TDM-633", "try again"),
                new Case(Answer.refused(413, "RequestTooLargeException", "too large"), 2, "TDM-636", "--bucket"),
                new Case(Answer.refused(400, "InvalidRuntimeException", "bad runtime"), 6, "TDM-634", "bad runtime"),
                new Case(
                        new Answer(
                                200,
                                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"Task timed out after 3.00"
                                        + " seconds\"}",
                                "Unhandled",
                                null),
                        7,
                        "TDM-634",
                        "longer Timeout"),
                new Case(
                        new Answer(
                                200,
                                "{\"errorType\":\"java.lang.OutOfMemoryError\",\"errorMessage\":\"Java heap space\"}",
                                "Unhandled",
                                null),
                        6,
                        "TDM-634",
                        "Java heap space"),
                new Case(new Answer(200, "nonsense", "Unhandled", null), 6, "TDM-634", "no JSON"),
                new Case(Answer.of("{\"statusCode\": 200, \"body\": \"hello\"}"), 6, "TDM-635", "the application's"),
                new Case(Answer.of("null"), 6, "TDM-635", "no document"),
                new Case(Answer.of("{\"format\": 2}"), 6, "TDM-635", "newer function"),
                new Case(Answer.of("{\"format\": 1, \"status\": \"PLANNED\"}"), 6, "TDM-635", "is missing"),
                new Case(
                        Answer.of("{\"format\": 1, \"status\": \"PLANNED\", \"gzip\": \"AAAA\"}"),
                        6,
                        "TDM-635",
                        "gzip"),
                new Case(
                        Answer.of("{\"format\": 1, \"status\": \"PLANNED\", \"gzip\": \"%\"}"), 6, "TDM-635", "base64"),
                new Case(
                        Answer.of("{\"format\": 1, \"status\": \"PLANNED\", \"cut\": \"the SQL\"}"),
                        2,
                        "TDM-636",
                        "--bucket"),
                new Case(Answer.of(unknown), 6, "TDM-635", "deploy the version"),
                new Case(Answer.of(off), 6, "TDM-638", "set it"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachHasItsCodeAndItsExit(Case c) {
        aws.answer((function, event) -> c.answer());
        Ran ran = plan(aws.environment());
        assertEquals(c.exit(), ran.exit(), ran.err());
        assertTrue(ran.err().contains("[" + c.code() + "]") && ran.err().contains(c.words()), ran.err());
        assertEquals("", ran.out());
    }

    private static Ran plan(Map<String, String> env, String... more) {
        List<String> args = new java.util.ArrayList<>(
                List.of("plan", "--schema", schema.toString(), "--app", "shop", "--function", "f:live"));
        args.addAll(List.of(more));
        return Ran.live(env, args.toArray(String[]::new));
    }

    @Test
    void nothingAnswersAndNoBucket() {
        Map<String, String> nowhere = new HashMap<>(aws.environment());
        nowhere.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        Ran ran = plan(nowhere);
        assertEquals(7, ran.exit(), ran.err());
        assertTrue(ran.err().contains("[TDM-633]"), ran.err());
        Ran profile = plan(aws.environment(), "--profile", "there-is-none");
        assertEquals(6, profile.exit(), profile.err());
        assertTrue(profile.err().contains("[TDM-631]"), profile.err());
    }

    @Test
    void jsonHasTheErrorToo() {
        aws.answer((function, event) -> Answer.refused(404, "ResourceNotFoundException", "Function not found"));
        Ran ran = plan(aws.environment(), "--json");
        assertEquals(6, ran.exit());
        assertTrue(ran.out().contains("\"code\": \"TDM-632\"") && ran.out().contains("\"exit\": 6"), ran.out());
    }

    @Test
    void theFunctionIsAskedByItsNameAndQualifier() {
        aws.answer((function, event) -> Answer.refused(404, "ResourceNotFoundException", function));
        assertTrue(plan(aws.environment()).err().contains("HTTP 404 ResourceNotFoundException: f:live"));
    }

    @ParameterizedTest
    @CsvSource({
        "orders, orders, , ",
        "orders:live, orders, live, ",
        "orders:$LATEST, orders, $LATEST, ",
        "123456789012:function:orders, 123456789012:function:orders, , ",
        "123456789012:function:orders:7, 123456789012:function:orders, 7, ",
        "arn:aws:lambda:eu-west-1:123456789012:function:orders:live,"
                + " arn:aws:lambda:eu-west-1:123456789012:function:orders, live, eu-west-1",
        "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:o,"
                + " arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:o, , us-gov-west-1",
    })
    void namesOfFunctionsHaveTheirParts(String text, String function, String qualifier, String region) {
        assertEquals(new FunctionName(function, qualifier, region), FunctionName.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'--function=', TDM-603",
        "'--function=f:', TDM-603",
        "'--function=a b', TDM-603",
        "'--function=arn:aws:lambda', TDM-603",
        "'--function=arn:aws:s3:::bucket', TDM-603",
        "'--function=f --region=eu central', TDM-603",
        "'--function=f --bucket=s3://plans', TDM-603",
        "'--bucket=plans', TDM-605",
        "'--region=eu-central-1', TDM-605",
    })
    void mistypedValuesAreUsageAndNoneIsAskedOfAws(String options, String code) {
        List<String> args = new java.util.ArrayList<>(List.of("plan", "--schema", schema.toString(), "--app", "shop"));
        args.addAll(List.of(options.split(" (?=--)", -1)));
        aws.requests().clear();
        Ran ran = Ran.live(aws.environment(), args.toArray(String[]::new));
        assertEquals(2, ran.exit(), ran.err());
        assertTrue(ran.err().contains("[" + code + "]"), ran.err());
        assertEquals(List.of(), aws.requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-url", "http://user:secret@bad host", "ftp://host", "http:"})
    void anEndpointThatIsNoUrlIsUsageAndNotRepeated(String url) {
        Map<String, String> env = new HashMap<>(aws.environment());
        env.put("AWS_ENDPOINT_URL", url);
        Ran ran = plan(env);
        assertEquals(2, ran.exit(), ran.err());
        assertTrue(ran.err().contains("[TDM-604]") && !ran.err().contains("secret"), ran.err());
    }

    /** The commands that ask a database start as quickly as if there were no AWS. */
    @Test
    void localCommandsLoadNothingOfTheSdk() throws Exception {
        try (ChildJvm jvm = ChildJvm.of(
                        Main.class.getName(),
                        "plan",
                        "--schema",
                        schema.toString(),
                        "--app",
                        "shop",
                        "--url",
                        "postgresql://nobody@127.0.0.1:9/none",
                        "--connect-timeout",
                        "1s")
                .logClasses()
                .start()) {
            assertEquals(7, jvm.awaitExit(Duration.ofSeconds(60)));
            List<String> classes = jvm.loadedClasses().stream().toList();
            assertTrue(classes.contains("dev.tidemark.cli.PlanCommand"), "the log has the classes");
            assertFalse(
                    classes.stream().anyMatch(c -> c.startsWith("software.amazon.") || c.contains("cli.AwsClient")),
                    () -> classes.stream()
                            .filter(c -> c.contains("amazon") || c.contains("Aws"))
                            .toList()
                            .toString());
        }
    }
}
