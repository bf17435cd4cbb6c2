package dev.tidemark.lambda;

import dev.tidemark.Mode;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.connect.Databases;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/** What a cold start does when the hot read missed: the way into everything that the hot path does not load. */
final class SlowPath {
    private SlowPath() {}

    /** Syncs with the deployer's rights; or verifies, for a hand-written schema, whose hash is known only here. Holds nothing when it returns. */
    static Outcome run(DataSource dataSource, Map<String, String> environment, Mode mode, Budget budget, String phase) {
        SyncOptions options =
                EnvironmentOptions.of(environment, budget.remaining()).withMode(mode);
        if (mode == Mode.VERIFY) {
            return verified(Tidemark.open(dataSource, options).status());
        }
        DataSource deployer = Databases.deployer(environment, budget.remaining(), dataSource);
        return synced(Tidemark.open(deployer, options).sync(), phase);
    }

    private static Outcome verified(StatusReport report) {
        return new Outcome(
                report.status(),
                report.app(),
                report.hash(),
                report.currentHash(),
                Objects.requireNonNullElse(report.reason(), ""),
                Map.of(),
                null,
                false);
    }

    private static Outcome synced(SyncResult result, String phase) {
        Map<String, Integer> detail = new LinkedHashMap<>();
        put(detail, "statements", result.statements());
        put(detail, "withheld", result.withheld());
        put(detail, "deferred", result.deferred());
        put(detail, "waitedMs", Math.toIntExact(result.waited().toMillis()));
        boolean unfinished = result.status() == SyncStatus.TIMED_OUT && !phase.equals("invoke");
        return new Outcome(
                result.status(),
                result.app(),
                result.hash(),
                result.currentHash(),
                result.reason(),
                detail,
                null,
                unfinished);
    }

    private static void put(Map<String, Integer> detail, String name, int count) {
        if (count > 0) {
            detail.put(name, count);
        }
    }
}
