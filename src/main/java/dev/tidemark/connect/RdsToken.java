package dev.tidemark.connect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The password of a role with {@code rds_iam}: a request to {@code rds-db:connect}, signed in advance by Signature Version 4 ("Authenticating Requests:
 * Using Query Parameters") and never sent to anybody but the database. It is good for 15 minutes to connect with; no network is needed to make one, and so
 * little work that every connection gets its own.
 */
final class RdsToken {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "rds-db";
    private static final String EXPIRES = "900";
    private static final int DAY = "yyyyMMdd".length();

    private RdsToken() {}

    /** The token for one user at one address. */
    static String sign(String host, int port, String user, String region, AwsCredentials credentials, Instant now) {
        String time = time(now);
        String day = time.substring(0, DAY);
        String scope = join(day, "/", region, "/", SERVICE, "/aws4_request");
        String place = join(host.toLowerCase(Locale.ROOT), ":", String.valueOf(port));
        String query = query(user, credentials, time, scope);
        String request = join("GET\n/\n", query, "\nhost:", place, "\n\nhost\n", hash(""));
        String toSign = join(ALGORITHM, "\n", time, "\n", scope, "\n", hash(request));
        byte[] key = key(credentials.secretKey(), day, region);
        return join(place, "/?", query, "&X-Amz-Signature=", hex(hmac(key, toSign)));
    }

    /** In the order of the names, as the signature wants it. */
    private static String query(String user, AwsCredentials credentials, String time, String scope) {
        @Nullable String token = credentials.sessionToken();
        return join(
                "Action=connect&DBUser=",
                encode(user),
                "&X-Amz-Algorithm=",
                ALGORITHM,
                "&X-Amz-Credential=",
                encode(join(credentials.accessKeyId(), "/", scope)),
                "&X-Amz-Date=",
                time,
                "&X-Amz-Expires=",
                EXPIRES,
                token != null ? join("&X-Amz-Security-Token=", encode(token)) : "",
                "&X-Amz-SignedHeaders=host");
    }

    /** {@code 20261123T080000Z}; a formatter of java.time costs a cold JVM more than the signature. */
    private static String time(Instant now) {
        OffsetDateTime utc = now.atOffset(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(16).append(utc.getYear());
        twoDigits(text, utc.getMonthValue());
        twoDigits(text, utc.getDayOfMonth());
        text.append('T');
        twoDigits(text, utc.getHour());
        twoDigits(text, utc.getMinute());
        twoDigits(text, utc.getSecond());
        return text.append('Z').toString();
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** Not by {@code +}, whose first use links a call site. */
    private static String join(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(part);
        }
        return text.toString();
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            text.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
        }
        return text.toString();
    }

    private static byte[] key(String secret, String day, String region) {
        byte[] ofDay = hmac("AWS4".concat(secret).getBytes(StandardCharsets.UTF_8), day);
        return hmac(hmac(hmac(ofDay, region), SERVICE), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String hash(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return hex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** RFC 3986's, where a form of the web has + for a blank, and leaves * as it is. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
