package dev.tidemark.plan.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.catalog.Constraint;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckWideningTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        (s = ANY (ARRAY['a'::text, 'b'::text]))                   | (s = ANY (ARRAY['b'::text, 'a'::text, 'c'::text]))           | true
        (s = ANY (ARRAY['a'::text, 'b'::text, 'c'::text]))        | (s = ANY (ARRAY['a'::text, 'b'::text]))                      | false
        (s = 'a'::text)                                           | (s = ANY (ARRAY['a'::text, 'b'::text]))                      | true
        ((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])) | ((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying, 'x, y'::character varying])::text[])) | true
        (s = ANY (ARRAY['a'::text, 'b'::text]))                   | (t = ANY (ARRAY['a'::text, 'b'::text, 'c'::text]))           | false
        ((n >= 0) AND (n <= 10))                                  | ((n >= 0) AND (n <= 20))                                     | true
        ((n >= 0) AND (n <= 10))                                  | (n <= 20)                                                    | true
        ((n >= 0) AND (n <= 10))                                  | ((n >= 1) AND (n <= 20))                                     | false
        (n > 0)                                                   | (n >= 0)                                                     | true
        (n >= 0)                                                  | (n > 0)                                                      | false
        (n > 0)                                                   | (n > '-5'::integer)                                          | true
        (n > (0)::numeric)                                        | (n > 0.5)                                                    | false
        (length(s) <= 10)                                         | (length(s) <= 20)                                            | true
        (length(s) <= 20)                                         | (length(s) <= 10)                                            | false
        (n > 0)                                                   | ((n > 0) OR (n IS NULL))                                     | true
        ((n > 0) OR (n IS NULL))                                  | (n > 0)                                                      | false
        (n > 0)                                                   | ((n > 0) AND (m > 0))                                        | false
        (s <> ''::text)                                           | (s <> 'x'::text)                                             | false
        """)
    void whatLetsThroughAllThatTheOtherDoes(String from, String to, boolean widens) {
        assertEquals(widens, CheckWidening.widens(check(from), check(to)));
    }

    private static Constraint check(String expression) {
        return new Constraint(
                "c",
                Constraint.Kind.CHECK,
                "CHECK (" + expression + ")",
                List.of("s"),
                null,
                List.of(),
                true,
                false,
                false,
                false,
                true,
                null,
                null);
    }
}
