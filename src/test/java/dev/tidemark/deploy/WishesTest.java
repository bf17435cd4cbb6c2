package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties, the number of a deployment, and which Update is a rollback. */
final class WishesTest {
    private static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:orders-tidemark:";
    private static final Map<String, String> FUNCTION = Map.of("AWS_LAMBDA_FUNCTION_NAME", "tidemark-function");

    @Test
    void whatIsNotSaidIsSafeAndWhatIsEmptyIsNotSaid() {
        Wishes wishes = wishes("Generation", "", "AllowHazards", "", "Budget", " ", "App", "", "Mode", "");
        assertEquals(new Wishes(null, null, null, null, null, null, null, null), wishes);
        assertEquals(
                Mode.SAFE,
                wishes.apply(SyncOptions.defaults(), Map.of("TIDEMARK_MODE", "auto"))
                        .mode());
    }

    @Test
    void aListOfHazardsComesAsListOrAsText() {
        Set<Hazard> both = Set.of(Hazard.DATA_LOSS, Hazard.TABLE_REWRITE);
        assertEquals(both, wishes("AllowHazards", "DATA_LOSS, table_rewrite").allowed());
        Map<String, Object> properties = Stack.properties();
        properties.put("AllowHazards", List.of("DATA_LOSS", "TABLE_REWRITE"));
        assertEquals(both, Wishes.parse(properties).allowed());
    }

    @Test
    void aPropertyOfTheWrongKindIsRefusedByName() {
        Map<String, Object> properties = Stack.properties();
        properties.put("Mode", List.of("safe"));
        properties.put("AllowHazards", Map.of("DATA_LOSS", "true"));
        properties.put("Secret", "x");
        TidemarkException fault = assertThrows(TidemarkException.class, () -> Wishes.parse(properties));
        assertEquals("TDM-621", fault.code());
        assertEquals(3, fault.problems().size(), fault.getMessage());
        for (String said : List.of("Mode is no string", "AllowHazards is no list", "Secret is no property")) {
            assertTrue(fault.getMessage().contains(said), fault.getMessage());
        }
    }

    @Test
    void theOptionsAreThoseOfAnExplicitSyncOnTopOfTheEnvironments() {
        SyncOptions options = wishes("App", "shop", "Mode", "auto", "AllowHazards", "DATA_LOSS", "FunctionVersion", "7")
                .apply(SyncOptions.defaults().withAllowed(Set.of(Hazard.INDEX_DROPPED)), allowing());
        assertEquals("shop", options.app());
        assertEquals(Mode.AUTO, options.mode());
        assertEquals(
                Set.of(Hazard.DATA_LOSS), options.allowed(), "who names hazards lowers what the environment allows");
        assertTrue(options.explicit() && options.breakingAllowed() && !options.force());
        assertEquals(7L, options.generation());
        assertEquals("tidemark-function", options.lineage());
    }

    private static Map<String, String> allowing() {
        Map<String, String> environment = new HashMap<>(FUNCTION);
        environment.put("TIDEMARK_MODE", "auto");
        environment.put("TIDEMARK_ALLOW", "data_loss,table_rewrite");
        return environment;
    }

    /** AllowBreaking, TIDEMARK_ALLOW_BREAKING, Mode: whether versions that still serve may be broken. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        -,     -,     safe, false
        true,  -,     safe, refused
        false, -,     safe, false
        -,     true,  safe, true
        true,  true,  safe, true
        false, true,  safe, false
        -,     -,     auto, true
        false, -,     auto, false
        true,  -,     auto, true
        -,     false, auto, false
        true,  false, auto, refused
        """)
    void aSafeDeployBreaksNoVersionThatStillServesUnlessItIsAllowedByName(
            String property, String variable, String mode, String expected) {
        Map<String, String> environment = new HashMap<>(FUNCTION);
        environment.put("TIDEMARK_MODE", mode);
        if (variable != null) {
            environment.put("TIDEMARK_ALLOW_BREAKING", variable);
        }
        Wishes wishes = wishes("Mode", mode, "AllowBreaking", property == null ? "" : property);
        if (expected.equals("refused")) {
            TidemarkException fault =
                    assertThrows(TidemarkException.class, () -> wishes.apply(SyncOptions.defaults(), environment));
            assertEquals("TDM-614", fault.code());
        } else {
            assertEquals(
                    Boolean.valueOf(expected),
                    wishes.apply(SyncOptions.defaults(), environment).breakingAllowed());
        }
    }

    @Test
    void whatNobodySaidIsTheEnvironments() {
        SyncOptions base = SyncOptions.defaults().withAllowed(Set.of(Hazard.TABLE_REWRITE));
        assertEquals(
                Set.of(Hazard.TABLE_REWRITE), wishes().apply(base, allowing()).allowed());
        assertEquals(
                Mode.VERIFY,
                wishes().apply(base, Map.of("TIDEMARK_MODE", "verify")).mode());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        # TIDEMARK_MODE, TIDEMARK_ALLOW; Mode, AllowHazards; refused with
        -,      -,         auto,   -,             TIDEMARK_MODE (safe where it is not set) allows no more than safe
        safe,   -,         auto,   -,             allows no more than safe
        verify, -,         safe,   -,             allows no more than verify
        off,    -,         -,      -,             allows no more than off
        off,    -,         verify, -,             allows no more than off
        auto,   -,         auto,   DATA_LOSS,     TIDEMARK_ALLOW allows none
        auto,   data_loss, auto,   TABLE_REWRITE, allows [DATA_LOSS] only
        """)
    void aDeployMayOnlyLowerWhatTheEnvironmentAllows(
            String mode, String allow, String wanted, String hazards, String said) {
        Map<String, String> environment = new HashMap<>();
        if (mode != null) {
            environment.put("TIDEMARK_MODE", mode);
        }
        if (allow != null) {
            environment.put("TIDEMARK_ALLOW", allow);
        }
        Wishes wishes = wishes("Mode", wanted == null ? "" : wanted, "AllowHazards", hazards == null ? "" : hazards);
        TidemarkException fault =
                assertThrows(TidemarkException.class, () -> wishes.apply(SyncOptions.defaults(), environment));
        assertEquals("TDM-614", fault.code());
        assertTrue(fault.getMessage().contains(said), fault.getMessage());
    }

    @Test
    void theNumberIsTheGenerationElseTheEnvironmentsElseTheVersion() {
        assertEquals(
                new Generation("TIDEMARK_GENERATION", 12),
                number(FUNCTION, "Generation", "12", "FunctionVersion", "7"));
        assertEquals(new Generation("ci", 12), number(FUNCTION, "Generation", "12", "Lineage", "ci"));
        assertEquals(new Generation("orders-tidemark", 7), number(FUNCTION, "FunctionVersion", ARN + 7));
        assertEquals(new Generation("tidemark-function", 7), number(FUNCTION, "FunctionVersion", "7"));
        Map<String, String> named = Map.of("TIDEMARK_LINEAGE", "shop", "TIDEMARK_GENERATION", "3");
        assertEquals(new Generation("shop", 3), number(named, "FunctionVersion", ARN + 7), "one lineage, one count");
        assertEquals(new Generation("mine", 3), number(named, "FunctionVersion", ARN + 7, "Lineage", "mine"));
        assertEquals(new Generation("shop", 3), number(named));
        assertEquals(new Generation("shop", 7), number(Map.of("TIDEMARK_LINEAGE", "shop"), "FunctionVersion", ARN + 7));
        assertEquals(Generation.none(), number(Map.of("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")));
    }

    @Test
    void theBudgetIsThePropertysElseTheEnvironments() {
        assertEquals(Duration.ofMinutes(29), wishes("Budget", "29m").budget(Map.of("TIDEMARK_BUDGET", "5m")));
        assertEquals(Duration.ofMinutes(5), wishes().budget(Map.of("TIDEMARK_BUDGET", "5m")));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        # generation now, before; version now, before; rollback?
        -,   -,   7,    8,    true
        -,   -,   8,    7,    false
        -,   -,   8,    8,    false
        -,   -,   9,    10,   true
        -,   -,   @:7,  @:8,  true
        -,   -,   @:7,  8,    true
        -,   -,   @:1,  x:57, false
        -,   -,   7,    -,    false
        -,   -,   -,    7,    false
        -,   -,   7,    oops, true
        -,   -,   oops, 7,    false
        3,   4,   9,    8,    true
        4,   3,   7,    8,    false
        4,   4,   7,    8,    true
        04,  4,   7,    8,    true
        3,   x,   7,    8,    true
        3,   -,   8,    7,    false
        -,   3,   7,    8,    true
        """)
    void anUpdateToALowerNumberIsARollback(
            String generation, String before, String version, String former, boolean is) {
        assertEquals(is, Rollback.is(properties(generation, version), properties(before, former)));
    }

    @ParameterizedTest
    @CsvSource({"deploy-update.json, false", "deploy-rollback.json, true"})
    void theUpdatesOfTheEventsFolderAreWhatTheirNamesSay(String file, boolean rollback) throws IOException {
        Envelope request = event(file);
        assertEquals("Update", request.requestType());
        assertEquals(rollback, Rollback.is(request.properties(), request.before()));
        assertEquals(
                Mode.SAFE,
                Wishes.parse(rollback ? request.properties() : request.before()).mode());
        Wishes other = Wishes.parse(rollback ? request.before() : request.properties());
        assertEquals(Set.of(Hazard.DATA_LOSS), other.allowed());
    }

    @ParameterizedTest
    @CsvSource({"deploy-create.json, tidemark-orders-Schema", "deploy-delete.json, tidemark-orders-Schema"})
    void theIdStaysTheSame(String file, String id) throws IOException {
        assertEquals(id, Answer.physicalId(event(file), "orders"));
    }

    private static Envelope event(String file) throws IOException {
        Path path = Path.of(System.getProperty("tidemark.basedir", ""))
                .resolve("events")
                .resolve(file);
        return Envelope.parse(Inbox.parse(Files.readString(path)), ResponseHosts.ofS3(Map.of()));
    }

    private static Map<String, Object> properties(String generation, String version) {
        Map<String, Object> properties = Stack.properties();
        if (generation != null) {
            properties.put("Generation", generation);
        }
        if (version != null) {
            properties.put(
                    "FunctionVersion",
                    version.replace("@:", ARN).replace("x:", ARN.replace("orders-tidemark", "former-function")));
        }
        return properties;
    }

    private static Generation number(Map<String, String> environment, String... properties) {
        return wishes(properties).generation(environment);
    }

    private static Wishes wishes(String... properties) {
        return Wishes.parse(Stack.properties(properties));
    }
}
