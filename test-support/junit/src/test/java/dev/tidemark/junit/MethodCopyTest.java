package dev.tidemark.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Each test has a database of its own, with the schema that the annotated records declare. */
@TidemarkTest(data = "products.sql")
final class MethodCopyTest {
    @BeforeEach
    void addsARow(DataSource source) throws SQLException {
        Counting.run(source, "insert into shop.product (id, name) values (3, 'chain')");
    }

    @RepeatedTest(3)
    void seesTheDataAndItsOwnRowsOnly(DataSource source) throws SQLException {
        assertEquals(3, Counting.number(source, "select count(*) from shop.product"));
        Counting.run(source, "insert into shop.product (id, name) values (4, 'rope')");
    }

    @Test
    void isRecordedAsThisVersion(Tidemark tidemark, TestDatabase database) {
        assertEquals(SyncStatus.UP_TO_DATE, tidemark.status().status());
        assertEquals("shop", tidemark.app());
        assertTrue(database.url().startsWith("jdbc:postgresql://"), database.url());
    }

    @Test
    void agreesUntilSomebodyChangesIt(DataSource source) throws SQLException {
        SchemaAssertions.assertInStep(source);

        Counting.run(source, "alter table shop.product drop column name");

        AssertionFailedError error =
                assertThrows(AssertionFailedError.class, () -> SchemaAssertions.assertInStep(source));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains("declared and database do not agree, app shop"), message);
        assertTrue(message.contains("name"), message);
    }

    @Nested
    final class Inner {
        @Test
        void hasADatabaseToo(DataSource source) throws SQLException {
            assertEquals(3, Counting.number(source, "select count(*) from shop.product"));
        }
    }
}
