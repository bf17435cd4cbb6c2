package dev.tidemark.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format_type} taken apart: {@code numeric(12,2)} is {@code numeric} with 12 and 2. */
record TypeName(String base, List<Integer> modifiers, boolean array) {
    private static final Pattern SHAPE =
            Pattern.compile("([^(\\[]+?)(?:\\(([-\\d,]+)\\))?( with(?:out)? time zone)?(\\[\\])?");

    TypeName {
        modifiers = List.copyOf(modifiers);
    }

    static TypeName parse(String type) {
        Matcher shape = SHAPE.matcher(type);
        if (!shape.matches()) {
            return new TypeName(type, List.of(), false);
        }
        String zone = shape.group(3) == null ? "" : shape.group(3);
        List<Integer> numbers = new ArrayList<>();
        if (shape.group(2) != null) {
            for (String number : shape.group(2).split(",", -1)) {
                numbers.add(Integer.parseInt(number));
            }
        }
        return new TypeName(shape.group(1) + zone, numbers, shape.group(4) != null);
    }

    boolean is(String... names) {
        return List.of(names).contains(base);
    }

    /** Whether it holds any text whatever its length. */
    boolean anyText() {
        return is("text") || (is("character varying") && modifiers.isEmpty());
    }

    /** Whether it is a text type with or without a limit. */
    boolean textual() {
        return is("text", "character varying", "character");
    }
}
