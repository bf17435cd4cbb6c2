package dev.tidemark.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.Tidemark;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** One database for the class, and a schema written in SQL. */
@TidemarkTest(app = "harbour", schema = "harbour.sql", copy = TidemarkTest.Copy.CLASS)
final class ClassCopyTest {
    @BeforeAll
    static void addsABerth(DataSource source) throws SQLException {
        Counting.run(source, "insert into harbour.berth values (0, 12)");
    }

    @RepeatedTest(2)
    void seesWhatTheOthersWrote(DataSource source, Tidemark tidemark, RepetitionInfo repetition) throws SQLException {
        int number = repetition.getCurrentRepetition();
        Counting.run(source, "insert into harbour.berth values (" + number + ", 9)");
        assertEquals(number + 1, Counting.number(source, "select count(*) from harbour.berth"));
        assertEquals("harbour", tidemark.app());
    }
}
