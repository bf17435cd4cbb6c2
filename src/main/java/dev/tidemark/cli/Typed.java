package dev.tidemark.cli;

import java.util.regex.Pattern;

/** Words that somebody is told to type into a shell. */
public final class Typed {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:@=+%,-]+");

    private static final Pattern SECRET = Pattern.compile("//[^/]*:[^/]*@|(?i)password=");

    private Typed() {}

    /** A database's URL, unless it holds a password, which is never repeated. */
    public static String url(String url) {
        return SECRET.matcher(url).find() ? "…" : quoted(url);
    }

    /** The word as it is, or in single quotes where a shell would read anything into it. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
