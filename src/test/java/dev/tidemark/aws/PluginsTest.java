package dev.tidemark.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.LocalStack;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The project's plugins for LocalStack ({@code src/test/localstack}): their own tests, and what they do inside it. */
final class PluginsTest {
    private static final String TEMPLATE = """
        Parameters:
          Token: {Type: String}
          Do: {Type: String}
          Timeout: {Type: Number, Default: 60}
        Resources:
          It:
            Type: Custom::Scripted
            Properties:
              ServiceToken: !Ref Token
              ServiceTimeout: !Ref Timeout
              Do: !Ref Do
              Number: 7
        Outputs:
          Said: {Value: !GetAtt It.Said}
          Id: {Value: !Ref It}
        """;

    @Test
    void theirOwnTestsPass(@TempDir Path temporary) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Tool.bin("localstack").resolve("python").toString(),
                "-m",
                "unittest",
                "discover",
                "-t",
                ".",
                "-s",
                "tests");
        builder.directory(Needs.basedir().resolve("src/test/localstack").toFile());
        builder.environment().putAll(LocalStack.plugins());
        builder.environment()
                .putAll(Map.of(
                        "TIDEMARK_TEST_CLASSES", classes().toString(),
                        "TMPDIR", temporary.toString(),
                        "PYTHONDONTWRITEBYTECODE", "1"));
        Path output = temporary.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertTrue(ended && process.waitFor() == 0, said);
        assertTrue(said.matches("(?s).*Ran 1[0-9] tests.*OK\\s*"), said);
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(ScriptedFunction.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @Test
    void aCustomResourceIsCreatedUpdatedReplacedAndDeletedByItsFunction(@TempDir Path temporary) throws Exception {
        Path events = temporary.resolve("events");
        String token = function(events);
        Stack stack = new Stack(LocalStack.host(), "scripted");
        stack.create(TEMPLATE, Map.of("Token", token, "Do", "succeed"));
        assertEquals(Map.of("Said", "succeed", "Id", "the-id"), stack.outputs(), stack::told);

        stack.update(TEMPLATE, Map.of("Token", token, "Do", "again"));
        assertEquals("again", stack.outputs().get("Said"));
        assertThrows(
                CloudFormationException.class,
                () -> stack.update(TEMPLATE, Map.of("Token", token, "Do", "again")),
                "an update of nothing");
        stack.update(TEMPLATE, Map.of("Token", token, "Do", "rename:other"));
        assertEquals("other", stack.outputs().get("Id"));
        stack.delete();
        assertEquals("DELETE_COMPLETE", stack.status());

        String common = "ServiceToken=" + token;
        assertEquals(
                List.of(
                        "Create null null",
                        "Update the-id {succeed}",
                        "Update the-id {again}",
                        "Delete the-id null",
                        "Delete other null"),
                Files.readAllLines(events).stream().map(PluginsTest::brief).toList());
        for (String line : Files.readAllLines(events)) {
            assertTrue(line.contains(common) && line.contains("Number=7") && line.contains("ServiceTimeout=60"), line);
        }
    }

    /** Type, id and the old {@code Do}. */
    private static String brief(String line) {
        String[] words = line.split(" ", 3);
        String old =
                words[2].startsWith("null") ? "null" : "{" + words[2].replaceAll("^\\{.*?Do=([^,}]*).*", "$1") + "}";
        return words[0] + " " + words[1] + " " + old;
    }

    @Test
    void whatCloudFormationWouldNotTakeFailsTheStackWithItsReason(@TempDir Path temporary) throws Exception {
        String token = function(temporary.resolve("events"));
        assertEquals("as told", failing(token, "fail").replaceAll(".*Message returned: (.*) \\(RequestId.*", "$1"));
        assertTrue(failing(token, "long").startsWith("Response object is too long"));
        assertTrue(failing(token, "silent").startsWith("CloudFormation did not receive a response"));
        assertTrue(
                failing("arn:aws:sns:us-east-1:000000000000:topic", "succeed").contains("is no Lambda function"));
        assertTrue(failing(token + "-none", "succeed").contains("cannot be invoked"));
    }

    private static String failing(String token, String what) {
        Stack stack = new Stack(LocalStack.host(), "failing");
        stack.create(TEMPLATE, Map.of("Token", token, "Do", what, "Timeout", what.equals("silent") ? "2" : "60"));
        String reason = stack.awaitReason("It", "CREATE_FAILED");
        assertFalse(stack.status().equals("CREATE_COMPLETE"), stack::told);
        stack.delete();
        return reason;
    }

    /** The ARN of a function that runs {@link ScriptedFunction}. */
    private static String function(Path events) throws IOException {
        LocalStack aws = LocalStack.host();
        String name = "scripted-" + UUID.randomUUID();
        try (LambdaClient lambda = aws.client(LambdaClient.builder())) {
            String arn = lambda.createFunction(b -> b.functionName(name)
                            .runtime("java25")
                            .handler(ScriptedFunction.class.getName() + "::handleRequest")
                            .role("arn:aws:iam::000000000000:role/r")
                            .memorySize(256)
                            .timeout(30)
                            .environment(e -> e.variables(Map.of("SCRIPT_EVENTS", events.toString())))
                            .code(c -> c.zipFile(SdkBytes.fromByteArray(zipped()))))
                    .functionArn();
            lambda.waiter().waitUntilFunctionActiveV2(b -> b.functionName(name));
            return arn;
        }
    }

    private static byte[] zipped() {
        String path = ScriptedFunction.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                InputStream own = Files.newInputStream(classes().resolve(path.replace('/', File.separatorChar)))) {
            zip.putNextEntry(new ZipEntry(path));
            own.transferTo(zip);
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
