package dev.tidemark.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The hash of a declared schema.
 *
 * <p>It covers the tokens without blanks, comments, lines for psql and settings that change nothing; hints and search_path settings count. Unquoted words
 * count in lower case. Neither layout nor comments change it; its value for a given text never changes within {@code v1}.
 */
public final class SchemaHash {
    private static final String VERSION = "v1:";
    private static final byte TOKEN = 0x1f;
    private static final byte STATEMENT = 0x1e;
    private static final Set<String> SETTING = Set.of("set", "reset");

    private SchemaHash() {}

    /** {@code v1:} and 64 lower-case hex digits; what cannot be read as tokens is TDM-101. */
    public static String of(String text) {
        return of(Splitter.split(text, "schema"));
    }

    /** The same of a text that is split into its statements. */
    static String of(List<Statement> statements) {
        MessageDigest digest = sha256();
        for (Statement statement : statements) {
            if (!isNoise(statement)) {
                add(digest, statement);
            }
        }
        return VERSION + HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Statement statement) {
        for (Token token : statement.tokens()) {
            String canonical = token.significant()
                    ? canonical(token)
                    : HintText.of(token).map(HintText::canonical).orElse("");
            if (!canonical.isEmpty()) {
                digest.update(canonical.getBytes(StandardCharsets.UTF_8));
                digest.update(TOKEN);
            }
        }
        digest.update(STATEMENT);
    }

    private static String canonical(Token token) {
        return token.kind() == Token.Kind.WORD ? Names.folded(token.text()) : token.text();
    }

    private static boolean isNoise(Statement statement) {
        boolean setting = SETTING.contains(statement.cursor().word(0)) || SearchPath.isSetConfig(statement);
        return setting && SearchPath.setBy(statement).isEmpty();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
