package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The schemas refuse what they should: a schema that takes everything would prove nothing. */
final class SchemasTest {
    @Test
    void aRequestIsTakenAndAMisspeltOneIsNot() {
        assertEquals(
                List.of(), Schemas.faults("requests.json", "{\"tidemark\": \"sync\", \"allow\": [\"DATA_LOSS\"]}"));
        assertFalse(Schemas.faults("requests.json", "{\"tidemark\": \"sync\", \"allow\": [\"LOSS\"]}")
                .isEmpty());
        assertFalse(Schemas.faults("requests.json", "{\"tidemark\": \"status\", \"force\": true}")
                .isEmpty());
        assertFalse(
                Schemas.faults("requests.json", "{\"tidemark\": \"unlock\"}").isEmpty());
    }

    @Test
    void anAnswerWithAFieldThatNobodyDescribedIsRefused() {
        String failure =
                "{\"format\":1,\"status\":\"ERROR\",\"app\":null,\"version\":null,\"changes\":[],\"withheld\":0,"
                    + "\"deferred\":0,\"errors\":[{\"code\":\"TDM-610\",\"object\":null,\"id\":null,\"file\":null,"
                    + "\"line\":null,\"column\":null,\"place\":null,\"message\":\"m\",\"wayOut\":[],\"sqlState\":null,"
                    + "\"retry\":false}]}";
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/failure", failure));
        assertFalse(Schemas.faults("answers.json#/$defs/failure", failure.replace("place", "spot"))
                .isEmpty());
        assertFalse(Schemas.faults("answers.json#/$defs/failure", failure.replace("TDM-610", "E1"))
                .isEmpty());
    }
}
