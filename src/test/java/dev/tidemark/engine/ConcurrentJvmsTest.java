package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes that start at the same moment, on a changed and on a blocked schema. */
final class ConcurrentJvmsTest {
    private static final int JVMS = 8;
    private static final Duration START = Duration.ofMinutes(2);

    private final TestDatabase database = TestPostgres.fresh();

    @TempDir
    private Path folder;

    @BeforeEach
    void rows() {
        Syncs.sync(database, Syncs.full("create table acct (id bigint primary key);"));
        database.run("insert into acct values (1)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void oneProcessRunsTheDdlAndTheOthersWaitForIt() throws Exception {
        List<String> ends = startAll("create table acct (id bigint primary key, email text);");
        assertEquals(1, count(ends, "SYNCED "), ends.toString());
        assertEquals(JVMS - 1, count(ends, "SYNCED_BY_PEER ") + count(ends, "UP_TO_DATE "), ends.toString());
        assertEquals("1", database.value("select count(*) from tidemark.journal where statement ilike '%email%'"));
    }

    @Test
    void oneProcessTriesWhatIsBlockedAndTheOthersKnowWhy() throws Exception {
        Syncs.blockForADay(database);
        List<String> ends = startAll("create table acct (id bigint primary key, must int not null);");
        assertEquals(1, count(ends, "BLOCKED "), ends.toString());
        assertEquals(JVMS - 1, count(ends, "BLOCKED_BY_PEER "), ends.toString());
        assertTrue(ends.stream().allMatch(e -> e.contains("must")), ends.toString());
        assertEquals("1", database.value("select attempts from tidemark.schema_version where state = 'blocked'"));
    }

    private List<String> startAll(String sql) throws Exception {
        Path schema = Files.writeString(folder.resolve("schema.sql"), sql);
        List<ChildJvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(ChildJvm.of(SyncMain.class, database.url(), schema.toString(), "cold", "30000", "0")
                        .option("-XX:TieredStopAtLevel=1")
                        .start());
            }
            List<String> ends = new ArrayList<>();
            for (ChildJvm jvm : jvms) {
                ends.add(jvm.awaitLine("=> END ", START));
            }
            return ends;
        } finally {
            jvms.forEach(ChildJvm::close);
        }
    }

    private static long count(List<String> ends, String status) {
        return ends.stream().filter(e -> e.startsWith("=> END " + status)).count();
    }
}
