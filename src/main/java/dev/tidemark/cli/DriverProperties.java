package dev.tidemark.cli;

import org.postgresql.PGProperty;

/** What pgjdbc knows. */
final class DriverProperties {
    private DriverProperties() {}

    static boolean known(String property) {
        return PGProperty.forName(property) != null;
    }
}
