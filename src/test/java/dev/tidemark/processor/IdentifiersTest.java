package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentifiersTest {
    @ParameterizedTest
    @CsvSource({
        "id, id",
        "createdAt, created_at",
        "OrderLine, order_line",
        "HTTPServer, http_server",
        "userID, user_id",
        "address2, address2",
        "x2Y, x2_y",
        "already_snake, already_snake",
        "MAX_SIZE, max_size",
        "straßeÖ, straße_ö"
    })
    void snakeCase(String java, String sql) {
        assertEquals(sql, Identifiers.snake(java));
    }

    @Test
    void areQuotedAsPostgresQuotesThem() {
        try (TestDatabase database = TestPostgres.fresh()) {
            List<String> words = database.rows(
                    "select word from pg_get_keywords() union all select unnest(array['plain', 'Upper', 'with space',"
                            + " 'a\"b', '1a', 'a1', '_a', 'a$', 'größe']) order by 1");
            String list = String.join(
                    ",",
                    words.stream()
                            .map(w -> "quote_ident(" + Identifiers.literal(w) + ")")
                            .toList());
            String theirs = database.value("select array_to_string(array[" + list + "], ' ')");
            String ours =
                    String.join(" ", words.stream().map(Identifiers::quote).toList());
            assertEquals(theirs, ours);
        }
    }
}
