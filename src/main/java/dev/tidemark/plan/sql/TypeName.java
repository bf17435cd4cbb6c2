package dev.tidemark.plan.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format_type} taken apart: {@code numeric(12,2)} is {@code numeric} with 12 and 2. */
public record TypeName(String base, List<Integer> modifiers, boolean array) {
    private static final Pattern SHAPE =
            Pattern.compile("([^(\\[]+?)(?:\\(([-\\d,]+)\\))?( with(?:out)? time zone)?(\\[\\])?");

    public TypeName {
        modifiers = List.copyOf(modifiers);
    }

    public static TypeName parse(String type) {
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

    public boolean is(String... names) {
        return List.of(names).contains(base);
    }

    /** Whether it holds any text whatever its length. */
    public boolean anyText() {
        return is("text") || (is("character varying") && modifiers.isEmpty());
    }

    /** Whether it is a text type with or without a limit. */
    public boolean textual() {
        return is("text", "character varying", "character");
    }
}
