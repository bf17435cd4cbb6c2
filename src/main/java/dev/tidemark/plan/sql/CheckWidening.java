package dev.tidemark.plan.sql;

import dev.tidemark.catalog.Constraint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a check lets through all that another one does: one more value in a list, a longer range, a condition less, one alternative more. As PostgreSQL prints checks; what is not
 * recognised is taken to refuse something.
 */
public final class CheckWidening {
    private static final Pattern ANY =
            Pattern.compile("(.+?) = ANY \\(\\(?(?:ARRAY\\[(.*?)])\\)?(?:::[\\w .]+\\[])?\\)", Pattern.DOTALL);
    private static final Pattern EQUAL =
            Pattern.compile("(.+?) = ('(?:[^']|'')*'(?:::[\\w .]+)?|-?\\d+(?:\\.\\d+)?)", Pattern.DOTALL);
    private static final Pattern COMPARED = Pattern.compile(
            "(.+?) (>=|>|<=|<) \\(?'?(-?\\d+(?:\\.\\d+)?)'?\\)?(?:::[\\w ]+(?:\\(\\d+(?:,\\d+)?\\))?)?",
            Pattern.DOTALL);

    private CheckWidening() {}

    /** Whether every row that satisfies {@code from} satisfies {@code to}. */
    public static boolean widens(Constraint from, Constraint to) {
        if (from.kind() != Constraint.Kind.CHECK
                || to.kind() != Constraint.Kind.CHECK
                || !from.validated()
                || from.definition().contains("NOT ENFORCED")) {
            return false;
        }
        Optional<String> there = CheckText.expression(from.definition());
        Optional<String> wanted = CheckText.expression(to.definition());
        return there.isPresent() && wanted.isPresent() && implies(there.get(), wanted.get());
    }

    private static boolean implies(String from, String to) {
        String there = bare(from);
        String wanted = bare(to);
        if (there.equals(wanted)) {
            return true;
        }
        List<String> conditions = parts(wanted, " AND ");
        if (conditions.size() > 1) {
            return conditions.stream().allMatch(c -> implies(there, c));
        }
        List<String> cases = parts(there, " OR ");
        if (cases.size() > 1) {
            return cases.stream().allMatch(c -> implies(c, wanted));
        }
        List<String> given = parts(there, " AND ");
        if (given.size() > 1) {
            return given.stream().anyMatch(c -> implies(c, wanted));
        }
        List<String> alternatives = parts(wanted, " OR ");
        if (alternatives.size() > 1) {
            return alternatives.stream().anyMatch(a -> implies(there, a));
        }
        return listed(there, wanted) || compared(there, wanted);
    }

    private static boolean listed(String from, String to) {
        Optional<Listed> there = list(from);
        Optional<Listed> wanted = list(to);
        return there.isPresent()
                && wanted.isPresent()
                && there.get().value().equals(wanted.get().value())
                && wanted.get().elements().containsAll(there.get().elements());
    }

    private record Listed(String value, Set<String> elements) {
        Listed {
            elements = Set.copyOf(elements);
        }
    }

    private static Optional<Listed> list(String condition) {
        Matcher any = ANY.matcher(condition);
        if (any.matches()) {
            return Optional.of(new Listed(bare(any.group(1)), new HashSet<>(split(any.group(2), ", "))));
        }
        Matcher equal = EQUAL.matcher(condition);
        return equal.matches()
                ? Optional.of(new Listed(bare(equal.group(1)), Set.of(equal.group(2))))
                : Optional.empty();
    }

    private static boolean compared(String from, String to) {
        Matcher there = COMPARED.matcher(from);
        Matcher wanted = COMPARED.matcher(to);
        if (!there.matches() || !wanted.matches() || !bare(there.group(1)).equals(bare(wanted.group(1)))) {
            return false;
        }
        boolean below = there.group(2).startsWith("<");
        if (below != wanted.group(2).startsWith("<")) {
            return false;
        }
        int order = new BigDecimal(wanted.group(3)).compareTo(new BigDecimal(there.group(3)));
        boolean farther = below ? order > 0 : order < 0;
        boolean sameWithLess = order == 0
                && (there.group(2).equals(wanted.group(2)) || wanted.group(2).endsWith("="));
        return farther || sameWithLess;
    }

    /** Without parentheses around the whole. */
    private static String bare(String text) {
        String inner = text.strip();
        while (inner.startsWith("(") && Parens.closing(inner, 0) == inner.length() - 1) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        return inner;
    }

    /** What a word joins outside of parentheses; each part in parentheses of its own, as PostgreSQL prints them, so that no BETWEEN is cut. */
    private static List<String> parts(String text, String word) {
        List<String> parts = split(text, word);
        return parts.size() > 1 && parts.stream().allMatch(p -> p.startsWith("(") && p.endsWith(")"))
                ? parts
                : List.of(text);
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (!quoted && depth == 0 && text.startsWith(separator, i)) {
                parts.add(text.substring(start, i));
                start = i + separator.length();
                i = start - 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
