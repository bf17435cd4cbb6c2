package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.CatalogScope;
import dev.tidemark.catalog.ScopedReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The look that proves what a run did, at what the run touched and at what depends on that. Everything else is taken from the look before the run, for as long as
 * the catalogs say that nothing else moved since: by their digest as it was then, and by that of everything else before the first statement and after the last.
 */
final class ScopedLook {
    private final CatalogScope scope;
    private final Catalog before;
    private final String digest;
    private final @Nullable String rows;
    private String answer = "";

    private ScopedLook(CatalogScope scope, Catalog before, String digest, @Nullable String rows) {
        this.scope = scope;
        this.before = before;
        this.digest = digest;
        this.rows = rows;
    }

    /**
     * The look after this plan; null where everything has to be read again.
     *
     * @param before what was there, by the look that the plan is made from
     * @param digest of all catalogs at that look
     * @param rows what was kept of it
     */
    static @Nullable ScopedLook of(Plan plan, Catalog before, Catalog declared, String digest, @Nullable String rows) {
        Set<ObjectName> touched = new TreeSet<>();
        plan.statements().forEach(statement -> touched.add(statement.object()));
        plan.changes(Plan.Fate.APPLY).forEach(change -> touched.add(change.object()));
        CatalogScope scope = digest.isEmpty() ? null : CatalogScope.around(touched, List.of(before, declared));
        return scope == null ? null : new ScopedLook(scope, before, digest, rows);
    }

    /** To be asked in the run's first transaction, before anything else. */
    String question() {
        return scope.digestQuery();
    }

    /** What that transaction was told; it is asked again where it has to run again. */
    void answered(String digests) {
        answer = digests;
    }

    /** The look; null where it does not prove that nothing else moved. */
    CatalogReader.@Nullable Look take(Connection work, Set<String> schemas) throws SQLException {
        return answer.startsWith(digest + "\n")
                ? new ScopedReader(work, schemas, before).look(scope, answer, rows)
                : null;
    }
}
