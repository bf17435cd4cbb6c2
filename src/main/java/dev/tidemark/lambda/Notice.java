package dev.tidemark.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the schedule tells others about, by EventBridge or SNS.
 *
 * @param kind what happened
 * @param app to whose schema
 * @param fingerprint the same for the same drift or failure of the same app: receivers can tell what they have heard already
 * @param summary one line
 * @param detail the whole, as JSON; docs/requests.md has its fields
 */
record Notice(Kind kind, String app, String fingerprint, String summary, Map<String, Object> detail) {
    private static final int FINGERPRINT = 16;

    /** What happened. */
    enum Kind {
        DRIFT("Tidemark drift"),
        FAILED("Tidemark schedule failed");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** EventBridge's {@code detail-type}, SNS's subject. */
        String title() {
            return title;
        }
    }

    /** The first 16 hex digits of a SHA-256 over the parts, each ended by a zero. */
    static String fingerprint(Iterable<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, FINGERPRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
