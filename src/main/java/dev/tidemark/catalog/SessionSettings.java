package dev.tidemark.catalog;

import dev.tidemark.sql.Sql;
import java.util.List;

/**
 * What every shadow, apply and catalog transaction sets before anything else: defaults and checks are stored, and printed, by the session's
 * settings, and pgjdbc sends the JVM's time zone.
 */
public final class SessionSettings {
    private static final List<String> STATEMENTS = List.of(CatalogReader.SESSION_SETTINGS.split(";\n", -1));

    private SessionSettings() {}

    /** One SET LOCAL each; the search path is empty afterwards. */
    public static List<String> statements() {
        return STATEMENTS;
    }

    /** {@code set local search_path} to these schemas. */
    public static String searchPath(List<String> schemas) {
        if (schemas.isEmpty()) {
            return "set local search_path = ''";
        }
        StringBuilder path = new StringBuilder("set local search_path = ");
        for (int i = 0; i < schemas.size(); i++) {
            path.append(i == 0 ? "" : ", ").append(Sql.identifier(schemas.get(i)));
        }
        return path.toString();
    }
}
