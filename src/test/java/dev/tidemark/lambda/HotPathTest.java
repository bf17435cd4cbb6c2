package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cold start costs that has nothing to do: one statement, one round trip, and none of the cold packages. */
final class HotPathTest {
    private static final String APP = "selfcheck";
    private static final Map<String, String> ENVIRONMENT = Map.of("TIDEMARK_APP", APP);
    private static final List<String> COLD = List.of("schema", "lease", "shadow", "catalog", "diff", "plan", "apply");

    private final TestDatabase database = TestPostgres.fresh();

    @BeforeEach
    void sync() {
        assertEquals(
                SyncStatus.SYNCED,
                Tidemark.open(database.dataSource(), SyncOptions.defaults().withApp(APP))
                        .sync()
                        .status());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theCheckIsExactlyOneStatementAndOneRoundTripMore() throws SQLException {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            DataSource source = proxy.dataSource();
            connectOnly(source);
            MessageProxy.Traffic connecting = proxy.reset();
            assertEquals(
                    SyncStatus.UP_TO_DATE, ColdStart.check(source, ENVIRONMENT).status());
            MessageProxy.Traffic checking = proxy.reset();
            assertEquals(
                    connecting.executed() + 1,
                    checking.executed(),
                    checking.statements().toString());
            assertEquals(connecting.roundTrips() + 1, checking.roundTrips());
            assertEquals(connecting.connections(), checking.connections());
        }
    }

    @Test
    void theCheckCostsTheSameWhateverTheNumberOfTables() throws SQLException {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            ColdStart.check(proxy.dataSource(), ENVIRONMENT);
            MessageProxy.Traffic few = proxy.reset();
            database.run(
                    "do $$ begin for i in 1..300 loop execute format('create table many_%s (id int)', i); end loop;"
                            + " end $$");
            ColdStart.check(proxy.dataSource(), ENVIRONMENT);
            MessageProxy.Traffic many = proxy.reset();
            assertEquals(few.executed(), many.executed());
            assertEquals(few.fromServer(), many.fromServer());
        }
    }

    @Test
    void aFreshJvmLoadsNoClassOfTheColdPackages() throws Exception {
        try (ChildJvm jvm =
                ChildJvm.of(HotPathMain.class, database.url(), APP).logClasses().start()) {
            jvm.awaitLine("=> UP_TO_DATE", Duration.ofSeconds(40));
            jvm.awaitExit(Duration.ofSeconds(20));
            List<String> ours = jvm.loadedClasses().stream()
                    .filter(c -> c.startsWith("dev.tidemark."))
                    .toList();
            assertTrue(ours.contains("dev.tidemark.control.ControlTables"), ours.toString());
            List<String> cold = ours.stream()
                    .filter(c -> COLD.stream().anyMatch(p -> c.startsWith("dev.tidemark." + p + ".")))
                    .toList();
            assertEquals(List.of(), cold);
        }
    }

    private static void connectOnly(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertTrue(!connection.isClosed());
        }
    }
}
