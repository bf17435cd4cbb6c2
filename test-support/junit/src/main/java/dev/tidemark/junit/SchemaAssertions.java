package dev.tidemark.junit;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.sql.DataSource;
import org.opentest4j.AssertionFailedError;

/** Assertions about a database and the declared schema. */
public final class SchemaAssertions {
    private static final int MAX_SHOWN = 20;

    private SchemaAssertions() {}

    /**
     * The database is as the compiled schema on the class path declares it, whoever made it: every object is compared, nothing is changed.
     *
     * @throws AssertionFailedError with what differs
     */
    public static void assertInStep(DataSource dataSource) {
        assertInStep(dataSource, SyncOptions.defaults());
    }

    /** The same with an app, a schema or an owner of one's own. */
    public static void assertInStep(DataSource dataSource, SyncOptions options) {
        Plan plan = Tidemark.open(dataSource, comparing(options)).plan();
        List<String> differences = new ArrayList<>();
        plan.problems().forEach(problem -> differences.add(problem.headline()));
        plan.changes().forEach(change -> differences.add(change.object().display() + ": " + change.summary()));
        if (!differences.isEmpty()) {
            throw new AssertionFailedError(message(plan, differences));
        }
    }

    /** Everything is compared, and everything that differs is part of the plan. */
    static SyncOptions comparing(SyncOptions options) {
        return options.withMode(Mode.AUTO)
                .withAllowed(EnumSet.allOf(Hazard.class))
                .withBreakingAllowed(true)
                .withExplicit(true)
                .withForce(true);
    }

    private static String message(Plan plan, List<String> differences) {
        StringBuilder text = new StringBuilder("declared and database do not agree, app ")
                .append(plan.app())
                .append(':');
        differences.stream()
                .limit(MAX_SHOWN)
                .forEach(line -> text.append("\n  ").append(line));
        if (differences.size() > MAX_SHOWN) {
            text.append("\n  … and ").append(differences.size() - MAX_SHOWN).append(" more");
        }
        return text.toString();
    }
}
