package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Dependencies;
import dev.tidemark.catalog.QName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What a rule may look at. */
public interface RuleContext {
    /** What is there, under the names that it has now. */
    Catalog live();

    /** Who depends on what of what is there. */
    Dependencies dependencies();

    /** What should be. */
    Catalog declared();

    /** PostgreSQL's major version. */
    int major();

    /** The name that a table of the declaration has in the database now. */
    QName tableBefore(QName declared);

    /** The name that a column of a table of this declared name has in the database now. */
    String columnBefore(QName table, String declared);

    /** Whether the table, by its declared name, holds no row or is not there yet. */
    boolean empty(QName declared);

    /** About how long it takes to read the whole table, by its declared name. */
    Duration scanTime(QName declared);

    /** About how long it takes to write the whole table again, by its declared name. */
    Duration rewriteTime(QName declared);

    /** The count that a question was answered with; empty where it was not asked or timed out. */
    OptionalLong answer(String question);

    /** What the server said to a question that failed: a cast that does not work. */
    Optional<String> failure(String question);
}
