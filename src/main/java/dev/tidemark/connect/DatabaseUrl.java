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
    private static final String START = "postgresql://";

    /**
     * Reads one; user and password may stand before the host in both forms.
     *
     * @throws TidemarkException TDM-604 for anything else; the address is not repeated, nor shown to the driver, which would, since it may hold a password
     */
    static DatabaseUrl parse(String variable, String text) {
        try {
            return read(variable, text);
        } catch (IllegalArgumentException e) {
            // Without its message, which may repeat a piece of a password.
            throw unreadable(variable, "a % begins no escape");
        }
    }

    private static TidemarkException unreadable(String variable, String why) {
        return TidemarkException.of(
                "TDM-604",
                variable + " is no address of a database: " + why,
                "write jdbc:postgresql://host:5432/database or postgresql://user@host:5432/database",
                "in a user or a password, @ : / ? # [ ] % and blanks are written %40 %3A %2F %3F %23 %5B %5D %25 %20",
                "or in parts, which need no escapes: TIDEMARK_HOST, TIDEMARK_USER, TIDEMARK_PASSWORD");
    }

    private static DatabaseUrl read(String variable, String text) {
        boolean jdbc = text.startsWith(JDBC);
        if (jdbc && text.startsWith("postgresql:", JDBC.length()) && !text.startsWith(START, JDBC.length())) {
            return ofQuery(text, null, null);
        }
        if (!text.startsWith(START, jdbc ? JDBC.length() : 0) && !text.startsWith("postgres://")) {
            throw unreadable(variable, "it begins as none");
        }
        String rest = text.substring(text.indexOf("://") + "://".length());
        int end = endOfHosts(rest);
        int at = rest.lastIndexOf('@', end);
        String hosts = rest.substring(at + 1, end);
        checkHosts(variable, hosts);
        checkPath(variable, rest, end);
        String place = JDBC + START + hosts + (rest.startsWith("/", end) ? "" : "/") + rest.substring(end);
        return at < 0 ? ofQuery(place, null, null) : withUser(place, rest.substring(0, at));
    }

    /** At the first slash; or where the parameters begin, if no user stands behind that question mark. */
    private static int endOfHosts(String rest) {
        int slash = rest.indexOf('/');
        int end = slash < 0 ? rest.length() : slash;
        int question = rest.indexOf('?');
        return question >= 0 && question < end && rest.lastIndexOf('@', end) < question ? question : end;
    }

    private static void checkHosts(String variable, String hosts) {
        int from = 0;
        while (from <= hosts.length()) {
            int comma = hosts.indexOf(',', from);
            int end = comma < 0 ? hosts.length() : comma;
            checkHost(variable, hosts.substring(from, end));
            from = end + 1;
        }
    }

    private static void checkHost(String variable, String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        if (host.startsWith("[") && end == 0) {
            throw unreadable(variable, "a host has a [ without its ]");
        }
        boolean alone = end < 0 || end == host.length();
        if (!alone && (host.charAt(end) != ':' || !Address.isPort(host.substring(end + 1)))) {
            throw unreadable(variable, "what stands between a host's colon and the slash is no port");
        }
        if (!Address.isHost(alone ? host : host.substring(0, end)) && !host.isEmpty()) {
            throw unreadable(variable, "what stands between // and / is no host");
        }
    }

    private static void checkPath(String variable, String rest, int end) {
        int question = rest.indexOf('?', end);
        int stop = question < 0 ? rest.length() : question;
        int slash = rest.indexOf('/', end + 1);
        if (slash >= 0 && slash < stop) {
            throw unreadable(variable, "the database's name has a slash");
        }
        int at = rest.indexOf('@', end);
        if (at >= 0 && at < stop) {
            throw unreadable(variable, "the database's name has an @");
        }
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
