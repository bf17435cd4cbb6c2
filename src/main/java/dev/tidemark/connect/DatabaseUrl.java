package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is, in either form that people write: {@code jdbc:postgresql://host/db?…} or {@code postgresql://user:password@host/db?…}.
 *
 * @param jdbc for pgjdbc, without user and password
 * @param user if the address names one
 * @param password if the address holds one
 */
record DatabaseUrl(
        String jdbc, @Nullable String user, @Nullable String password) {
    private static final String JDBC = "jdbc:";

    /** @throws TidemarkException TDM-604 for anything else; the address is not repeated, since it may hold a password */
    static DatabaseUrl parse(String variable, String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(text, null, null);
        }
        int scheme = text.indexOf("://");
        if (!text.startsWith("postgresql://") && !text.startsWith("postgres://")) {
            throw TidemarkException.of(
                    "TDM-604",
                    variable + " is no address of a database",
                    "write jdbc:postgresql://host:5432/database or postgresql://user@host:5432/database");
        }
        String rest = text.substring(scheme + "://".length());
        int slash = rest.indexOf('/');
        int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
        String place = JDBC + "postgresql://" + rest.substring(at + 1);
        return at < 0 ? new DatabaseUrl(place, null, null) : withUser(place, rest.substring(0, at));
    }

    private static DatabaseUrl withUser(String place, String who) {
        int colon = who.indexOf(':');
        return colon < 0
                ? new DatabaseUrl(place, decode(who), null)
                : new DatabaseUrl(place, decode(who.substring(0, colon)), decode(who.substring(colon + 1)));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without its password, which a record would print. */
    @Override
    public String toString() {
        return jdbc;
    }
}
