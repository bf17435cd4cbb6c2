package dev.tidemark.plan.order;

import dev.tidemark.CostClass;
import dev.tidemark.Plan.Statement;
import dev.tidemark.plan.model.Op;
import java.time.Duration;
import java.util.List;

/** How long a statement may wait and run. */
public final class Timeouts {
    /** A catalog change takes milliseconds; one that takes this long is stuck behind something that {@code lock_timeout} does not see. */
    static final Duration CATALOG_ONLY = Duration.ofSeconds(30);
    /** The least that a rewrite or a scan gets, since its estimate is an order of magnitude. */
    static final Duration LEAST_FOR_WORK = Duration.ofMinutes(1);
    /** How far an estimate may be off before the work counts as stuck. */
    static final int BENEFIT_OF_DOUBT = 10;
    /** A concurrent build waits for other transactions as part of its work, and a timeout leaves an invalid index; online work holds up nobody. */
    static final Duration UNLIMITED = Duration.ZERO;

    private Timeouts() {}

    public static Statement statement(Op op, Duration lockTimeout) {
        return new Statement(
                op.sql(),
                op.searchPath(),
                op.transactional() ? lockTimeout : UNLIMITED,
                run(op, lockTimeout),
                op.lock(),
                op.cost(),
                op.object());
    }

    private static Duration run(Op op, Duration lockTimeout) {
        if (!op.transactional()) {
            return UNLIMITED;
        }
        return switch (op.cost()) {
            case INSTANT -> lockTimeout.plus(CATALOG_ONLY);
            case ONLINE -> UNLIMITED;
            case BLOCKING ->
                lockTimeout.plus(longer(LEAST_FOR_WORK, op.estimate().multipliedBy(BENEFIT_OF_DOUBT)));
        };
    }

    static Statement lock(String sql, Op op, Duration lockTimeout) {
        return new Statement(
                sql, List.of(), lockTimeout, lockTimeout.plus(CATALOG_ONLY), op.lock(), CostClass.INSTANT, op.object());
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
