package dev.tidemark.plan.sql;

import dev.tidemark.schema.Declared;
import java.util.regex.Pattern;

/** How a declared statement is run where what it makes is new. */
public final class DeclaredText {
    /** Rights and owners are the policy's; extensions' comments are their authors'. */
    private static final Pattern SKIPPED = Pattern.compile(
            "(?is)(GRANT|REVOKE|ALTER\\s+DEFAULT\\s+PRIVILEGES|COMMENT\\s+ON\\s+EXTENSION)\\b.*|ALTER\\s.*\\sOWNER\\s+TO\\s+\\S+");

    private static final Pattern CONCURRENTLY =
            Pattern.compile("^(CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+)CONCURRENTLY\\s+", Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_DATA = Pattern.compile("\\bwith\\s+no\\s+data\\s*$", Pattern.CASE_INSENSITIVE);

    private DeclaredText() {}

    /** Whether it makes a materialized view that is not filled. */
    public static boolean isWithoutData(Declared declared) {
        return NO_DATA.matcher(declared.sql()).find();
    }

    /** Whether it is run at all. */
    public static boolean isRun(Declared declared) {
        return !SKIPPED.matcher(declared.sql()).matches();
    }

    /** New and empty things are made together in one transaction, where nothing can be built concurrently, and need not be. */
    public static String insideTransaction(String sql) {
        return CONCURRENTLY.matcher(sql).replaceFirst("$1");
    }
}
