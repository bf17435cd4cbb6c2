package dev.tidemark;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Options of foreign servers, user mappings and foreign tables: any of them may be a password. All but those that are known to be none are shown as {@code '***'}, stored
 * nowhere, and compared by a hash whose key lives as long as the process.
 */
public final class SecretOptions {
    private static final String HASH = "HmacSHA256";
    private static final byte[] KEY = new byte[32];

    /** Options of wrappers in general use that hold no secret, and words before a string that are no option. */
    private static final Set<String> HARMLESS = Set.of("""
        host hostaddr port dbname user username service sslmode connect_timeout client_encoding application_name
        schema schema_name table table_name column_name database filename program format header delimiter quote escape null
        encoding force_not_null force_null fetch_size batch_size updatable truncatable async_capable analyze_sampling
        use_remote_estimate fdw_startup_cost fdw_tuple_cost extensions parallel_commit parallel_abort keep_connections
        use_scram_passthrough restrict_pushdown_types type version default key_column debug server address\
        """.split("\\s+"));

    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(?:CREATE|ALTER)\\s+(?:SERVER|FOREIGN|USER\\s+MAPPING)\\b.*", flags());
    private static final Pattern OPTION = Pattern.compile(
            "(\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)(\\s+)"
                    + "(E'(?:[^'\\\\]|''|\\\\.)*'|(?:U&)?'(?:[^']|'')*'|\\$(\\w*)\\$.*?\\$\\4\\$)",
            flags());

    static {
        new SecureRandom().nextBytes(KEY);
    }

    private SecretOptions() {}

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    }

    /** Whether the value of an option of this name must not be shown. */
    public static boolean isSecret(String option) {
        return !HARMLESS.contains(option.toLowerCase(Locale.ROOT));
    }

    /** A statement as it may be shown and recorded. */
    public static String hidden(String sql) {
        if (!STATEMENT.matcher(sql).matches()) {
            return sql;
        }
        Matcher option = OPTION.matcher(sql);
        StringBuilder shown = new StringBuilder();
        while (option.find()) {
            String name = option.group(1);
            boolean quoted = name.startsWith("\"");
            boolean secret =
                    isSecret(quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name);
            option.appendReplacement(
                    shown, Matcher.quoteReplacement(secret ? name + option.group(2) + "'***'" : option.group()));
        }
        return option.appendTail(shown).toString();
    }

    /** What stands for the value of an option in comparisons: the value itself where it is no secret. */
    public static String compared(String option, String value) {
        if (!isSecret(option)) {
            return value;
        }
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(KEY, HASH));
            return "hash " + HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + HASH, e);
        }
    }
}
