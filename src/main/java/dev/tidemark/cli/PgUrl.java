package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection URL: {@code postgresql://user:password@host:port/database?name=value}, {@code postgres://…} and {@code jdbc:postgresql://…} (PostgreSQL
 * documentation, "Connection URIs"; pgjdbc documentation). What it does not say is null.
 */
record PgUrl(
        @Nullable String host,
        @Nullable String port,
        @Nullable String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters) {
    private static final Pattern FORM = Pattern.compile(
            "(?:jdbc:)?(?:postgresql|postgres):(?://(?:([^@/?#]*)@)?([^/?#]*)/?)?([^?#]*)(?:\\?(.*))?", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:@\\[\\]]*)(?::(\\d{1,5})?)?");

    /**
     * Reads one.
     *
     * @param from where it stands, for errors, which never repeat the text: a password may be in it
     */
    static PgUrl parse(String text, String from) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw malformed(
                    from,
                    "it begins neither with postgresql:// nor with jdbc:postgresql://, or has a blank or # in it");
        }
        String authority = form.group(2) == null ? "" : form.group(2);
        if (authority.contains(",")) {
            throw malformed(from, "it names several hosts; a schema is changed on one, the primary");
        }
        Matcher host = HOST.matcher(authority);
        if (!host.matches()) {
            throw malformed(
                    from,
                    "its host and port are not readable; in user and password write @ as %40, / as %2F, : as %3A");
        }
        Map<String, String> parameters = parameters(form.group(4), from);
        String login = form.group(1) == null ? "" : form.group(1);
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        return new PgUrl(
                either(decode(unbracketed(host.group(1)), from), parameters.remove("host")),
                either(host.group(2), parameters.remove("port")),
                either(decode(form.group(3), from), parameters.remove("dbname")),
                either(decode(user, from), parameters.remove("user")),
                either(decode(password, from), parameters.remove("password")),
                Map.copyOf(parameters));
    }

    private static Map<String, String> parameters(@Nullable String query, String from) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> pairs = query == null ? List.of() : List.of(query.split("&", -1));
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals), from), decode(pair.substring(equals + 1), from));
            }
        }
        return parameters;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first != null && !first.isEmpty() ? first : second == null || second.isEmpty() ? null : second;
    }

    /** Percent decoding; unlike in forms of the web, + is a plus. */
    private static String decode(String text, String from) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        List<Byte> bytes = new ArrayList<>();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.add(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw malformed(from, "a % is not followed by two hexadecimal digits; a % itself is written %25");
            }
            bytes.add((byte) (high * 16 + low));
            i += 2;
        }
        byte[] decoded = new byte[bytes.size()];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = bytes.get(i);
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }

    private static TidemarkException malformed(String from, String why) {
        return TidemarkException.of(
                "TDM-604", "the URL from " + from + " is not one: " + why, "postgresql://user@host:5432/database");
    }

    /** Without its password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
