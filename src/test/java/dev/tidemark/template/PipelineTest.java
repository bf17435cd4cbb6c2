package dev.tidemark.template;

import static dev.tidemark.template.Cfn.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pipeline/pipeline.sh} from a pull request to a deploy, against a real PostgreSQL by the real command line; what it gives to sam against the template. */
class PipelineTest {
    private static final String V1 = "create table public.parcel (id bigint primary key, weight int, note text);\n";
    private static final String V2 =
            "create table public.parcel (id bigint primary key, weight int, sent timestamptz);\n";

    @TempDir
    private Path folder;

    @Test
    void planVerifySync() throws IOException {
        try (TestDatabase database = TestPostgres.fresh()) {
            declared(V1);
            Needs.Ran plan = run(database, "plan", folder.resolve("plan.md").toString());
            assertEquals(0, plan.exit(), plan.all());
            String comment = Files.readString(folder.resolve("plan.md"));
            assertTrue(comment.startsWith("<!-- tidemark:post -->\n"), comment);
            assertEquals(comment.strip(), plan.out().strip());
            assertTrue(comment.contains("parcel"), comment);
            assertEquals(
                    "0", database.value("select count(*) from pg_tables where schemaname in ('public', 'tidemark')"));

            assertEquals(3, run(database, "verify").exit());
            Needs.Ran sync = run(database, "sync");
            assertEquals(0, sync.exit(), sync.all());
            assertEquals("parcel", database.value("select tablename from pg_tables where schemaname = 'public'"));
            assertEquals(0, run(database, "verify").exit());

            database.run("insert into public.parcel values (1, 2, 'fragile')");
            declared(V2);
            assertEquals(3, run(database, "verify").exit());
            Needs.Ran safe = run(database, "sync");
            assertEquals(0, safe.exit(), safe.all());
            assertTrue(safe.all().contains("withheld"), safe.all());
            assertEquals(
                    "fragile|∅", database.value("select note, sent from public.parcel"), "a pipeline loses no data");
        }
    }

    @Test
    void whatCannotBePlannedFailsTheStageAndSaysSoInTheComment() throws IOException {
        try (TestDatabase database = TestPostgres.fresh()) {
            declared("create table public.parcel (id bigint primary key, weight integre);\n");
            Needs.Ran plan = run(database, "plan", folder.resolve("plan.md").toString());
            assertEquals(5, plan.exit(), plan.all());
            assertEquals(
                    "<!-- tidemark -->\nThere is no plan: exit code 5, see the log.\n",
                    Files.readString(folder.resolve("plan.md")),
                    plan.all());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "default, auto, ColdStart, AllAtOnce",
        "staging, verify, DeployOnly, AllAtOnce",
        "staging-reviewed, safe, DeployOnly, AllAtOnce",
        "production, safe, DeployOnly, Canary10Percent5Minutes"
    })
    void deployGivesTheTemplateWhatItTakes(String environment, String mode, String sync, String shifting)
            throws IOException, InterruptedException {
        String own = "DatabaseHost=h RuntimeSecretArn=" + AccessRules.RUNTIME_SECRET + " DeployerSecretArn="
                + AccessRules.DEPLOYER_SECRET
                + " SubnetIds=subnet-1,subnet-2 SecurityGroupIds=sg-1 LogRetentionDays=14";
        Needs.Ran ran = pipeline(
                Map.of("DRY_RUN", "1", "GENERATION", "17", "PARAMETERS", own, "SAM_OPTIONS", "--s3-bucket b"),
                "deploy",
                environment);
        assertEquals(0, ran.exit(), ran.all());
        List<String> lines = ran.out().lines().toList();
        assertEquals("sam build --config-env " + environment, lines.get(0));
        assertTrue(
                lines.get(1).startsWith("sam deploy --config-env " + environment + " --no-confirm-changeset"),
                lines.get(1));
        assertTrue(lines.get(1).contains(" --s3-bucket b "), lines.get(1));
        Map<String, String> given = new LinkedHashMap<>();
        given.putAll(understood(lines.get(1).substring(lines.get(1).indexOf("--parameter-overrides ") + 22)));
        Variant variant = new Variant(Cfn.read(Cfn.text("template.yaml")), given);
        assertEquals(List.of(), variant.refusals());
        assertEquals(mode, variant.parameter("Mode"));
        assertEquals(sync, variant.parameter("SchemaSync"));
        assertEquals(shifting, variant.parameter("TrafficShifting"));
        assertEquals("17", variant.parameter("Generation"));
        assertEquals("14", variant.parameter("LogRetentionDays"), "what the pipeline says wins");
    }

    /** As sam itself reads it. */
    private static Map<String, String> understood(String overrides) throws IOException, InterruptedException {
        Needs.Ran ran = Sam.run(
                "python",
                "-c",
                "import json,sys; from samcli.cli.types import CfnParameterOverridesType as T;"
                        + " print(json.dumps(T().convert((sys.argv[1],), None, None)))",
                overrides);
        assertEquals(0, ran.exit(), ran.all());
        Map<String, String> understood = new LinkedHashMap<>();
        map(Cfn.read(ran.out())).forEach((name, value) -> understood.put(name, String.valueOf(value)));
        return understood;
    }

    /** Values with blanks and stars; what {@code sam deploy --guided} left in samconfig.toml; a folder with a blank in its name, from within it. */
    @Test
    void valuesAndFoldersWithBlanks() throws IOException, InterruptedException {
        Path copy = copy();
        Files.writeString(
                copy.resolve("samconfig.toml"),
                "[dev.deploy.parameters]\n"
                        + "parameter_overrides = \"DatabaseHost=\\\"h\\\" ScheduleExpression=\\\"rate(1 day)\\\""
                        + " JavaToolOptions=\\\"-Xss1m -Xmx9m\\\"\"\n");
        Files.writeString(copy.resolve("15"), "a name that a star would find");
        String deploy = sam(copy, "exit 0");
        String own = "ScheduleExpression=\"cron(0 3 * * ? *)\" AlarmEmail=ops@example.test";
        Needs.Ran ran = script(copy, deploy, Map.of("PARAMETERS", own, "BUILD_NUMBER", "5"), "deploy", "dev");
        assertEquals(0, ran.exit(), ran.all());
        List<String> calls = Files.readAllLines(copy.resolve("calls"));
        assertEquals("build", calls.get(0));
        assertEquals(
                Map.of(
                        "DatabaseHost", "h",
                        "ScheduleExpression", "cron(0 3 * * ? *)",
                        "JavaToolOptions", "-Xss1m -Xmx9m",
                        "AlarmEmail", "ops@example.test",
                        "Generation", "5"),
                understood(calls.get(calls.indexOf("--parameter-overrides") + 1)));
    }

    @Test
    void aFailedBuildIsNotDeployed() throws IOException {
        Path copy = copy();
        Files.copy(Needs.basedir().resolve("samconfig.toml"), copy.resolve("samconfig.toml"));
        String path = sam(copy, "[ \"$1\" != build ] || exit 7");
        assertEquals(7, script(copy, path, Map.of(), "deploy", "staging").exit());
        assertFalse(Files.readAllLines(copy.resolve("calls")).contains("deploy"));
    }

    @Test
    void whatIsNotBuiltIsSaid() throws IOException {
        Path copy = copy();
        for (String stage : List.of("sync", "verify", "plan")) {
            Needs.Ran ran = script(copy, System.getenv("PATH"), Map.of("SCHEMA", "--schema 'no such file'"), stage);
            assertEquals(2, ran.exit(), stage);
            assertTrue(ran.err().contains("run the stage build first"), stage + ": " + ran.all());
        }
        assertTrue(script(copy, System.getenv("PATH"), Map.of()).err().contains("pipeline/pipeline.sh verify"));
    }

    /** A copy of the script in a folder with a blank in its name, without anything built. */
    private Path copy() throws IOException {
        Path copy = folder.resolve("with a blank");
        Files.createDirectories(copy.resolve("pipeline"));
        Files.copy(Needs.basedir().resolve("pipeline/pipeline.sh"), copy.resolve("pipeline/pipeline.sh"));
        return copy;
    }

    /** A command {@code sam} that notes what it is called with, one argument a line; the path on which it comes first. */
    private static String sam(Path copy, String then) throws IOException {
        Path bin = Files.createDirectories(copy.resolve("bin"));
        Path sam = Files.writeString(
                bin.resolve("sam"),
                "#!/bin/sh\nprintf '%s\\n' \"$@\" >>'" + copy.resolve("calls") + "'\n" + then + "\n");
        assertTrue(sam.toFile().setExecutable(true));
        return bin + ":" + System.getenv("PATH");
    }

    /** Called by its relative path, as somebody does who stands beside it. */
    private static Needs.Ran script(Path copy, String path, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "./pipeline.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(copy.resolve("pipeline").toFile());
        List.of("GITHUB_RUN_NUMBER", "CI_PIPELINE_IID", "BUILD_NUMBER", "GENERATION")
                .forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path);
        return Needs.run(builder);
    }

    @Test
    void wrongCallsAreRefused() throws IOException {
        assertEquals(2, pipeline(Map.of()).exit());
        assertEquals(2, pipeline(Map.of(), "destroy").exit());
        assertTrue(pipeline(Map.of(), "deploy", "prod").err().contains("has no environment prod"));
        assertTrue(pipeline(Map.of("TIDEMARK_FUNCTION", "f"), "sync").err().contains("synced by its deploy"));
        assertTrue(pipeline(Map.of(), "destroy").err().contains("verify"), "the stages are named");
    }

    private void declared(String sql) throws IOException {
        Files.writeString(folder.resolve("the schema.sql"), sql);
    }

    private Needs.Ran run(TestDatabase database, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path classes = folder.resolve("classpath");
        Files.writeString(classes, "-cp " + ChildJvm.classPath());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "TIDEMARK", java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC @" + classes + " dev.tidemark.cli.Main");
        environment.put("SCHEMA", "--schema '" + folder.resolve("the schema.sql") + "' --app post");
        environment.put(
                "DATABASE_URL",
                "postgresql://postgres:postgres@" + database.host() + ":" + database.port() + "/" + database.name());
        return pipeline(environment, arguments);
    }

    private static Needs.Ran pipeline(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        for (String inherited : List.of("GITHUB_RUN_NUMBER", "CI_PIPELINE_IID", "BUILD_NUMBER")) {
            command.addAll(List.of("-u", inherited));
        }
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add(Needs.basedir().resolve("pipeline/pipeline.sh").toString());
        command.addAll(List.of(arguments));
        assertFalse(command.contains(null));
        return Needs.run(command);
    }
}
