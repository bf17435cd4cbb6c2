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
            return ofQuery(text, null, null);
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
        return at < 0 ? ofQuery(place, null, null) : withUser(place, rest.substring(0, at));
    }

    /** Takes user and password out of the parameters, where pgjdbc has them and libpq allows them. */
    private static DatabaseUrl ofQuery(String jdbc, @Nullable String user, @Nullable String password) {
        int query = jdbc.indexOf('?');
        if (query < 0) {
            return new DatabaseUrl(jdbc, user, password);
        }
        StringBuilder kept = new StringBuilder(jdbc.length()).append(jdbc, 0, query);
        @Nullable String foundUser = user;
        @Nullable String foundPassword = password;
        int at = query + 1;
        while (at <= jdbc.length()) {
            int ampersand = jdbc.indexOf('&', at);
            int end = ampersand < 0 ? jdbc.length() : ampersand;
            if (jdbc.startsWith("user=", at)) {
                foundUser = decode(jdbc.substring(at + "user=".length(), end));
            } else if (jdbc.startsWith("password=", at)) {
                foundPassword = decode(jdbc.substring(at + "password=".length(), end));
            } else if (end > at) {
                kept.append(kept.length() == query ? '?' : '&').append(jdbc, at, end);
            }
            at = end + 1;
        }
        return new DatabaseUrl(kept.toString(), foundUser, foundPassword);
    }

    /** The place alone. */
    DatabaseUrl withoutLogin() {
        return new DatabaseUrl(jdbc, null, null);
    }

    /** The same place, another's login. */
    DatabaseUrl withLoginOf(DatabaseUrl other) {
        return new DatabaseUrl(jdbc, other.user, other.password);
    }

    private static DatabaseUrl withUser(String place, String who) {
        int colon = who.indexOf(':');
        return colon < 0
                ? ofQuery(place, decode(who), null)
                : ofQuery(place, decode(who.substring(0, colon)), decode(who.substring(colon + 1)));
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
