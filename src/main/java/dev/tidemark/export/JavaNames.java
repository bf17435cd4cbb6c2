package dev.tidemark.export;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Java names for SQL names, each once. */
final class JavaNames {
    private static final Set<String> RESERVED = Set.of("""
        abstract assert boolean break byte case catch char class const continue default do double else enum extends false
        final finally float for goto if implements import instanceof int interface long native new null package private
        protected public return short static strictfp super switch synchronized this throw throws transient true try void
        volatile while clone finalize getClass hashCode notify notifyAll toString wait record var yield sealed permits\
        """.split("\\s+"));

    /** Types that the records use by their simple names, and those that every file sees. */
    private static final Set<String> USED = Set.of("""
        BigDecimal UUID Instant LocalDateTime LocalDate LocalTime Duration InetAddress List String Boolean Short Integer Long
        Float Double Object Nullable Table Column Id Identity Default Index Unique Check References ForeignKey View EnumType
        EnumLabel Action SortOrder Record Enum Override Character Byte Number Process Thread Module Package System Void Error
        Exception Iterable Comparable Runnable Math Class\
        """.split("\\s+"));

    /** What the annotation processor makes the same name of again: words that begin with a letter, the later ones of two letters at least. */
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z][a-z0-9]+)*");

    private final Set<String> taken = new HashSet<>();

    /** Whether the processor gives this SQL name back. */
    static boolean isPlain(String sqlName, String javaName) {
        return PLAIN.matcher(sqlName).matches() && snake(javaName).equals(sqlName);
    }

    private static String snake(String javaName) {
        return javaName.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** {@code open_orders} → {@code OpenOrders}. */
    String type(String sqlName) {
        String camel = camel(sqlName);
        String name =
                camel.isEmpty() || !Character.isJavaIdentifierStart(camel.charAt(0)) ? "T" + camel : capital(camel);
        return free(USED.contains(name) || RESERVED.contains(name) ? name + "Row" : name);
    }

    /** {@code created_at} → {@code createdAt}. */
    String member(String sqlName) {
        String camel = camel(sqlName);
        String name = camel.isEmpty() || !Character.isJavaIdentifierStart(camel.charAt(0))
                ? "c" + camel
                : camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
        return free(RESERVED.contains(name) ? name + "Column" : name);
    }

    /** {@code in progress} → {@code IN_PROGRESS}. */
    String constant(String label) {
        String name = label.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return free(name.isEmpty() || Character.isDigit(name.charAt(0)) || name.equals("_") ? "L_" + name : name);
    }

    private String free(String name) {
        String found = name;
        for (int i = 2; !taken.add(found); i++) {
            found = name + "No" + i;
        }
        return found;
    }

    private static String camel(String sqlName) {
        StringBuilder out = new StringBuilder();
        boolean word = false;
        for (int i = 0; i < sqlName.length(); i++) {
            char c = sqlName.charAt(i);
            boolean part = c < 128 && Character.isLetterOrDigit(c);
            if (part) {
                out.append(word ? Character.toUpperCase(c) : c);
            }
            word = !part && !out.isEmpty();
        }
        return out.toString();
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
