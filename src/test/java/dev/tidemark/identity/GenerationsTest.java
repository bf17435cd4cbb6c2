package dev.tidemark.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How new this code is, as far as its environment says. */
class GenerationsTest {
    @Test
    void theVariableWinsOverTheFunctionsVersion() {
        Map<String, String> env = Map.of(
                "TIDEMARK_GENERATION", "42",
                "AWS_LAMBDA_FUNCTION_VERSION", "7",
                "AWS_LAMBDA_FUNCTION_NAME", "orders");
        assertEquals(new Generation("TIDEMARK_GENERATION", 42), Generations.fromEnvironment(env));
    }

    @Test
    void theLineageOfTheVariableCanBeNamed() {
        Map<String, String> env = Map.of("TIDEMARK_GENERATION", "42", "TIDEMARK_LINEAGE", "main");
        assertEquals(new Generation("main", 42), Generations.fromEnvironment(env));
    }

    @Test
    void aPublishedVersionCountsWithinItsFunction() {
        Generation orders7 = function("orders", "7");
        assertEquals(new Generation("orders", 7), orders7);
        assertTrue(orders7.comparableTo(function("orders", "8")));
        assertFalse(orders7.comparableTo(function("billing", "8")));
        assertFalse(orders7.comparableTo(Generation.none()));
        assertFalse(Generation.none().comparableTo(Generation.none()));
    }

    @Test
    void latestIsNoNumber() {
        assertEquals(Generation.none(), function("orders", "$LATEST"));
        assertEquals(Generation.none(), Generations.fromEnvironment(Map.of()));
        assertEquals(Generation.none(), Generations.fromEnvironment(Map.of("AWS_LAMBDA_FUNCTION_VERSION", "7")));
    }

    @Test
    void aGenerationThatIsNoNumberIsRefused() {
        TidemarkException e = assertThrows(
                TidemarkException.class, () -> Generations.fromEnvironment(Map.of("TIDEMARK_GENERATION", "v42")));
        assertEquals("TDM-603", e.code());
    }

    private static Generation function(String name, String version) {
        return Generations.fromEnvironment(
                Map.of("AWS_LAMBDA_FUNCTION_VERSION", version, "AWS_LAMBDA_FUNCTION_NAME", name));
    }
}
