package dev.tidemark.shadow;

import dev.tidemark.catalog.QName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Asks the catalog while declared objects are there. */
@FunctionalInterface
public interface ShadowReader {
    /**
     * Called once, or several times where a declaration is too large to be there as a whole.
     *
     * @param twins the schemas as the server knows them now
     * @param names turns a name or a text that the server says into the declared one
     * @param whole whether the object, by its declared name, is there with all that belongs to it; of others only the columns are sure
     */
    void read(Connection connection, Set<String> twins, UnaryOperator<String> names, Predicate<QName> whole)
            throws SQLException;
}
