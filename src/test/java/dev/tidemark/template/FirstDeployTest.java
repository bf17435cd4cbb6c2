package dev.tidemark.template;

import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Moto;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** docs/aws.md up to the first deploy, as somebody follows it: the questions of the real {@code sam deploy --guided}, and the page's commands under the AWS CLI. */
class FirstDeployTest {
    private static final String PAGE = Cfn.text("docs/aws.md");

    @TempDir
    private Path folder;

    /** With the page's answers SAM gets to the end of its questions; then it looks for AWS, which is not there. */
    @Test
    void thePageAnswersEveryQuestion() throws IOException {
        for (String file : List.of("template.yaml", "samconfig.toml", "Makefile")) {
            Files.copy(Needs.basedir().resolve(file), folder.resolve(file));
        }
        Map<String, Object> parameters = map(Cfn.read(Cfn.text("template.yaml")), "Parameters");
        Map<String, String> own = Map.of(
                "DatabaseHost", "orders.example.test",
                "SubnetIds", "subnet-1,subnet-2",
                "SecurityGroupIds", "sg-1",
                "RuntimeSecretArn", AccessRules.RUNTIME_SECRET,
                "DeployerSecretArn", AccessRules.DEPLOYER_SECRET);
        List<String> answers = new ArrayList<>(List.of("", ""));
        parameters.forEach((name, parameter) -> answers.add(
                Boolean.TRUE.equals(map(parameter).get("NoEcho")) ? answer(name) : own.getOrDefault(name, "")));
        own.keySet().forEach(name -> assertEquals("yours; lists with commas and without blanks", answer(name)));
        List.of("Confirm changes before deploy", "Allow SAM CLI IAM role creation", "Disable rollback")
                .forEach(question -> answers.add(answer(question)));
        String open = "OrdersFunction has no authentication. Is this okay?";
        assertTrue(PAGE.contains("`" + open + "`, three times |"));
        answers.addAll(List.of(answer(open), answer(open), answer(open)));
        List.of("Save arguments to configuration file", "SAM configuration file", "SAM configuration environment")
                .forEach(question -> answers.add(answer(question)));
        Needs.Ran ran = guided(answers);
        assertTrue(ran.all().contains("Looking for resources needed for deployment"), ran.all());
        assertEquals(3, ran.all().split(Pattern.quote(open), -1).length - 1, ran.all());
    }

    /** What the page's table says to answer; nothing for Enter. */
    private static String answer(String question) {
        String row = PAGE.lines()
                .filter(l ->
                        l.startsWith("| `") && l.substring(0, l.indexOf('|', 2)).contains(question + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page has no row for " + question));
        String said = row.split("\\|", -1)[2].strip();
        MatchResult literal =
                Pattern.compile("^`(.*?)`").matcher(said).results().findFirst().orElse(null);
        return said.startsWith("Enter") ? "" : literal == null ? said : literal.group(1);
    }

    /** Without a terminal of its own, so that questions with a hidden answer are asked where the others are. */
    private Needs.Ran guided(List<String> answers) throws IOException {
        Path sam = Tool.bin("sam");
        Path given = Files.write(folder.resolve("answers"), answers);
        ProcessBuilder builder = new ProcessBuilder(
                        sam.resolve("python").toString(),
                        "-c",
                        "import os, sys; os.setsid(); os.dup2(os.open(sys.argv[1], os.O_RDONLY), 0);"
                                + " os.execv(sys.argv[2], sys.argv[2:])",
                        given.toString(),
                        sam.resolve("sam").toString(),
                        "deploy",
                        "--guided")
                .directory(folder.toFile());
        builder.environment().putAll(environment(URI.create("http://127.0.0.1:9")));
        return Needs.run(builder);
    }

    private static Map<String, String> environment(URI endpoint) {
        return Map.of(
                "SAM_CLI_TELEMETRY", "0",
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_MAX_ATTEMPTS", "1",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    /** The page's secrets, made by its own command: a login that the functions can read, in a form that a shell leaves alone. */
    @Test
    void thePagesSecretsAreWhatTheTemplateWants() throws IOException {
        if (Needs.run(List.of("bash", "-c", "command -v jq")).exit() != 0) {
            throw Needs.missing("jq", "it is not on the PATH");
        }
        try (Moto moto = Moto.start(1000);
                SecretsManagerClient secrets = moto.client(SecretsManagerClient.builder())) {
            Needs.Ran ran = shell(block("for role in orders_app"), moto.endpoint());
            assertEquals(0, ran.exit(), ran.all());
            List<String> arns = ran.out().lines().toList();
            Variant variant = new Variant(
                    Cfn.read(Cfn.text("template.yaml")),
                    Map.of("DatabaseHost", "h", "RuntimeSecretArn", arns.get(0), "DeployerSecretArn", arns.get(1)));
            assertEquals(List.of(), variant.refusals());
            assertEquals(
                    List.of("RuntimeUser", "DeployerUser").stream()
                            .map(variant::parameter)
                            .toList(),
                    logins(secrets, arns));
        }
    }

    private static List<String> logins(SecretsManagerClient secrets, List<String> arns) {
        List<String> users = new ArrayList<>();
        for (String arn : arns) {
            Map<String, Object> login =
                    Cfn.read(secrets.getSecretValue(b -> b.secretId(arn)).secretString());
            assertTrue(string(login.get("password")).matches("[A-Za-z0-9]{40}"), "a shell would understand it");
            users.add(string(login.get("username")));
        }
        return users;
    }

    /** Blocks that are to be copied can be: what is to be put in is marked by dots, and the rest is the shell's. */
    @Test
    void everyBlockIsACommand() throws IOException {
        List<String> blocks = Pattern.compile("```\\n(.*?)\\n```", Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertTrue(blocks.size() >= 9, blocks.toString());
        for (String block : blocks) {
            Needs.Ran ran = Needs.run(List.of("bash", "-n", "-c", block));
            assertEquals("", ran.all().strip(), block);
        }
        Map<String, Object> parameters = map(Cfn.read(Cfn.text("template.yaml")), "Parameters");
        for (MatchResult given : Pattern.compile("(?:--parameter-overrides \"|PARAMETERS=')([^\"'…][^\"']*)")
                .matcher(PAGE)
                .results()
                .toList()) {
            for (String one : given.group(1).split(" ", -1)) {
                assertTrue(parameters.containsKey(one.replaceAll("=.*", "")), one);
            }
        }
    }

    /** The page's block that begins so. */
    private static String block(String first) {
        int start = PAGE.indexOf("```\n" + first);
        assertTrue(start > 0, first);
        return PAGE.substring(start + 4, PAGE.indexOf("\n```", start));
    }

    private Needs.Ran shell(String script, URI endpoint) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", script).directory(folder.toFile());
        builder.environment().putAll(environment(endpoint));
        builder.environment().put("PATH", Tool.bin("localstack") + ":" + System.getenv("PATH"));
        return Needs.run(builder);
    }
}
