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
    private static final String V2 = "create table public.parcel (id bigint primary key, weight int, sent timestamptz);\n";

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
            assertEquals("0", database.value("select count(*) from pg_tables where schemaname in ('public', 'tidemark')"));

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
            assertEquals("fragile|∅", database.value("select note, sent from public.parcel"), "a pipeline loses no data");
        }
    }

    @Test
    void whatCannotBePlannedFailsTheStageAndSaysSoInTheComment() throws IOException {
        try (TestDatabase database = TestPostgres.fresh()) {
            declared("create table public.parcel (id bigint primary key, weight integre);\n");
            Needs.Ran plan = run(database, "plan", folder.resolve("plan.md").toString());
            assertEquals(5, plan.exit(), plan.all());
            assertTrue(Files.readString(folder.resolve("plan.md")).startsWith("<!-- tidemark"), plan.all());
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
                + AccessRules.DEPLOYER_SECRET + " SubnetIds=subnet-1,subnet-2 SecurityGroupIds=sg-1 LogRetentionDays=14";
        Needs.Ran ran = pipeline(
                Map.of("DRY_RUN", "1", "GENERATION", "17", "PARAMETERS", own, "SAM_OPTIONS", "--s3-bucket b"), "deploy", environment);
        assertEquals(0, ran.exit(), ran.all());
        List<String> lines = ran.out().lines().toList();
        assertEquals("sam build --config-env " + environment, lines.get(0));
        assertTrue(lines.get(1).startsWith("sam deploy --config-env " + environment + " --no-confirm-changeset"), lines.get(1));
        assertTrue(lines.get(1).contains(" --s3-bucket b "), lines.get(1));
        Map<String, String> given = new LinkedHashMap<>();
        understood(lines.get(1).substring(lines.get(1).indexOf("--parameter-overrides ") + 22))
                .forEach((name, value) -> given.put(name, String.valueOf(value)));
        Variant variant = new Variant(Cfn.read(Cfn.text("template.yaml")), given);
        assertEquals(List.of(), variant.refusals());
        assertEquals(mode, variant.parameter("Mode"));
        assertEquals(sync, variant.parameter("SchemaSync"));
        assertEquals(shifting, variant.parameter("TrafficShifting"));
        assertEquals("17", variant.parameter("Generation"));
        assertEquals("14", variant.parameter("LogRetentionDays"), "what the pipeline says wins");
    }

    /** As sam itself reads it. */
    private static Map<String, Object> understood(String overrides) throws IOException, InterruptedException {
        Needs.Ran ran = Sam.run(
                "python",
                "-c",
                "import json,sys; from samcli.cli.types import CfnParameterOverridesType as T;"
                        + " print(json.dumps(T().convert(tuple(sys.argv[1].split(' ')), None, None)))",
                overrides);
        assertEquals(0, ran.exit(), ran.all());
        return map(Cfn.read(ran.out()));
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
        Files.writeString(folder.resolve("schema.sql"), sql);
    }

    private Needs.Ran run(TestDatabase database, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path classes = folder.resolve("classpath");
        Files.writeString(classes, "-cp " + ChildJvm.classPath());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("TIDEMARK", java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC @" + classes + " dev.tidemark.cli.Main");
        environment.put("SCHEMA", "--schema " + folder.resolve("schema.sql") + " --app post");
        environment.put(
                "DATABASE_URL", "postgresql://postgres:postgres@" + database.host() + ":" + database.port() + "/" + database.name());
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
