package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TestPostgresTest {
    static List<Integer> majors() {
        return TestPostgres.majors();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void everyMajorVersionStartsAndIsDumped(int major) {
        try (TestDatabase database = TestPostgres.fresh(major)) {
            assertEquals(
                    String.valueOf(major), database.value("select current_setting('server_version_num')::int / 10000"));
            database.run("create table t (a int)");
            assertTrue(PgDump.schemaOnly(database).contains("CREATE TABLE public.t"));
        }
    }
}
