package dev.tidemark.catalog;

import java.util.List;

/**
 * What every shadow, apply and catalog transaction sets before anything else (DESIGN §5): defaults and checks are stored, and printed, by the session's
 * settings, and pgjdbc sends the JVM's time zone.
 */
public final class SessionSettings {
    private static final List<String> STATEMENTS = List.of(
            "set local timezone = 'UTC'",
            "set local datestyle = 'ISO, YMD'",
            "set local intervalstyle = 'postgres'",
            "set local bytea_output = 'hex'",
            "set local extra_float_digits = 1",
            "set local quote_all_identifiers = off",
            "set local default_tablespace = ''",
            "set local default_table_access_method = 'heap'",
            "set local check_function_bodies = off",
            "set local client_min_messages = 'warning'",
            "set local search_path = ''");

    private SessionSettings() {}

    /** One SET LOCAL each; the search path is empty afterwards. */
    public static List<String> statements() {
        return STATEMENTS;
    }

    /** All of them as one text. */
    public static String text() {
        return String.join("; ", STATEMENTS);
    }

    /** {@code set local search_path} to these schemas. */
    public static String searchPath(List<String> schemas) {
        if (schemas.isEmpty()) {
            return "set local search_path = ''";
        }
        StringBuilder path = new StringBuilder("set local search_path = ");
        for (int i = 0; i < schemas.size(); i++) {
            path.append(i == 0 ? "" : ", ").append(quote(schemas.get(i)));
        }
        return path.toString();
    }

    /** An identifier in quotes. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
