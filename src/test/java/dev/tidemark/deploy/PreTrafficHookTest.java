package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The examples of docs/deploy.md: the hook's code is run, with a stand-in for boto3 that writes down its calls; the YAML is read. */
final class PreTrafficHookTest {
    private static final Set<SyncStatus> FAILS =
            Set.of(SyncStatus.OUT_OF_DATE, SyncStatus.BLOCKED, SyncStatus.BLOCKED_BY_PEER, SyncStatus.TIMED_OUT);

    private static final String BOTO3 = """
        import io, json, os, sys

        class Client:
            def __init__(self, name):
                self.name = name

            def invoke(self, **asked):
                print("ASKED", json.dumps(asked, sort_keys=True))
                if os.environ["ANSWER"] == "raise":
                    raise RuntimeError("no way to the Lambda API")
                answer = {"Payload": io.BytesIO(os.environ["ANSWER"].encode())}
                if os.environ.get("FUNCTION_ERROR"):
                    answer["FunctionError"] = "Unhandled"
                return answer

            def put_lifecycle_event_hook_execution_status(self, **told):
                print("TOLD", json.dumps(told, sort_keys=True))

        def client(name, config=None):
            return Client(name)
        """;

    private static final String MAIN = """
        import hook
        try:
            hook.handler({"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "h-1"}, None)
        except RuntimeError as e:
            print("RAISED", e)
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SyncStatus.class)
    void theHookTellsCodeDeployHowTheSyncEnded(SyncStatus status) throws IOException {
        String output = run("{\"status\": \"" + status + "\"}", "");
        assertTrue(
                output.contains(
                        "ASKED {\"FunctionName\": \"arn:version\", \"Payload\": \"{\\\"tidemark\\\": \\\"sync\\\","
                                + " \\\"safe\\\": true}\"}"),
                output);
        String verdict = FAILS.contains(status) ? "Failed" : "Succeeded";
        assertTrue(
                output.contains(
                        "TOLD {\"deploymentId\": \"d-1\", \"lifecycleEventHookExecutionId\": \"h-1\", \"status\": \""
                                + verdict + "\"}"),
                output);
    }

    @Test
    void whatGoesWrongIsAFailureThatIsTold() throws IOException {
        assertTrue(run("raise", "").contains("\"status\": \"Failed\""));
        assertTrue(run("{\"status\": \"ERROR\"}", "").contains("\"status\": \"Failed\""));
        assertTrue(run("{\"status\": \"SYNCED\"}", "1").contains("\"status\": \"Failed\""));
    }

    @Test
    void theYamlNamesWhatTheHandlerKnows() throws IOException {
        Map<?, ?> stack = yaml(0);
        Map<?, ?> schema = assertInstanceOf(Map.class, stack.get("Schema"));
        assertEquals("Custom::TidemarkSchema", schema.get("Type"));
        Map<?, ?> properties = assertInstanceOf(Map.class, schema.get("Properties"));
        Map<String, Object> sent = Stack.properties();
        properties.forEach((name, value) ->
                sent.put(String.valueOf(name), name.equals("FunctionVersion") ? "7" : String.valueOf(value)));
        assertNotNull(Wishes.parse(sent));
        Map<?, ?> hook = assertInstanceOf(Map.class, yaml(1).get("SchemaHook"));
        assertEquals("AWS::Serverless::Function", hook.get("Type"));
    }

    private String run(String answer, String functionError) throws IOException {
        Files.writeString(folder.resolve("hook.py"), blocks("python").get(0));
        Files.writeString(folder.resolve("boto3.py"), BOTO3);
        Path botocore = Files.createDirectories(folder.resolve("botocore"));
        Files.writeString(botocore.resolve("__init__.py"), "");
        Files.writeString(botocore.resolve("config.py"), "class Config:\n    def __init__(self, **options): pass\n");
        Files.writeString(folder.resolve("main.py"), MAIN);
        Needs.Ran ran;
        try {
            ran = Needs.run(List.of(
                    "env",
                    "ANSWER=" + answer,
                    "FUNCTION_ERROR=" + functionError,
                    "TIDEMARK_FUNCTION=arn:version",
                    "python3",
                    folder.resolve("main.py").toString()));
        } catch (IOException e) {
            throw Needs.missing("python3", String.valueOf(e.getMessage()));
        }
        assertEquals(0, ran.exit(), ran.all());
        return ran.out();
    }

    private static Map<?, ?> yaml(int number) throws IOException {
        Yaml yaml = new Yaml(new Intrinsics());
        return assertInstanceOf(Map.class, yaml.load(blocks("yaml").get(number)));
    }

    private static List<String> blocks(String language) throws IOException {
        String page = Files.readString(Needs.basedir().resolve("docs/deploy.md"));
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    /** {@code !Ref} and its kin as the text behind them. */
    private static final class Intrinsics extends SafeConstructor {
        Intrinsics() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new org.yaml.snakeyaml.constructor.AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return ((ScalarNode) node).getValue();
                }
            });
        }
    }
}
