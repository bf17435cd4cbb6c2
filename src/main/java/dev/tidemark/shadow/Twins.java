package dev.tidemark.shadow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The twin schemas of one shadow: each managed schema's name with a prefix that holds a nonce, so that no text contains it by accident and no two shadows
 * wait for each other.
 */
final class Twins {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_BYTES = 63;

    private final String nonce;
    private final String prefix;
    private final Map<String, String> twins = new LinkedHashMap<>();
    private final Map<String, String> hashed = new HashMap<>();
    private final Map<String, String> quotedOnlyWithout = new HashMap<>();

    private Twins(Collection<String> managed, String nonce) {
        this.nonce = nonce;
        this.prefix = nonce + "_";
        for (String schema : managed) {
            String twin = prefix + schema;
            if (twin.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                twin = prefix + digest(schema);
                hashed.put(twin, schema);
            }
            twins.put(schema, twin);
        }
    }

    /** Twins of {@code managed}, with a nonce that {@code text} does not hold. */
    static Twins of(Collection<String> managed, String text) {
        String nonce;
        do {
            byte[] bytes = new byte[3];
            RANDOM.nextBytes(bytes);
            nonce = "tm_" + HexFormat.of().formatHex(bytes);
        } while (text.contains(nonce));
        return new Twins(managed, nonce);
    }

    String prefix() {
        return prefix;
    }

    /** A schema that is no twin, for what the shadow itself needs. */
    String helper() {
        return nonce;
    }

    boolean isManaged(String schema) {
        return twins.containsKey(schema);
    }

    Set<String> managed() {
        return twins.keySet();
    }

    Collection<String> names() {
        return twins.values();
    }

    /** The twin of a managed schema; any other schema is its own. */
    String of(String schema) {
        return twins.getOrDefault(schema, schema);
    }

    boolean isHashed(String schema) {
        return hashed.containsKey(of(schema));
    }

    /** Whether PostgreSQL prints a managed schema in quotes and its twin without: a text that is no name could then not be restored. */
    boolean losesQuotes(String schema) {
        return quotedOnlyWithout.containsKey(of(schema));
    }

    /** What {@code quote_ident} makes of a managed schema, as the server says. */
    void quoted(String schema, String quoted, String quotedTwin) {
        boolean lost = !quoted.equals(schema) && quotedTwin.equals(of(schema));
        if (lost || isHashed(schema)) {
            quotedOnlyWithout.put(of(schema), quoted);
        }
    }

    /** {@code text} with the prefix deleted everywhere; in front of a dot, quoted as PostgreSQL would quote the schema itself. */
    String restored(String text) {
        int at = text.indexOf(prefix);
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int done = 0;
        while (at >= 0) {
            out.append(text, done, at);
            done = special(text, at, out);
            at = text.indexOf(prefix, done);
        }
        return out.append(text, done, text.length()).toString();
    }

    /** Handles the names that deletion alone does not restore; returns where the text goes on. */
    private int special(String text, int at, StringBuilder out) {
        boolean quoted = at > 0 && text.charAt(at - 1) == '"';
        for (Map.Entry<String, String> entry : quotedOnlyWithout.entrySet()) {
            String twin = entry.getKey();
            if (text.startsWith(twin, at) && endsAt(text, at + twin.length())) {
                boolean qualifies = text.startsWith(".", at + twin.length());
                String schema = hashed.getOrDefault(twin, twin.substring(prefix.length()));
                String inside = quoted ? schema.replace("\"", "\"\"") : schema;
                out.append(qualifies && !quoted ? entry.getValue() : inside);
                return at + twin.length();
            }
        }
        return at + prefix.length();
    }

    private static boolean endsAt(String text, int end) {
        return end >= text.length() || !Character.isUnicodeIdentifierPart(text.charAt(end));
    }

    private static String digest(String schema) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha.digest(schema.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
