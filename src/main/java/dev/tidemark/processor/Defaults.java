package dev.tidemark.processor;

import dev.tidemark.processor.SqlType.Family;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Turns a {@code @Default} into SQL. */
record Defaults(Faults faults, Mark mark) {

    /** The expression; empty where the annotation is at fault, which is reported. */
    Optional<String> sql(SqlType type) {
        boolean constant = mark.gives("constant");
        boolean sql = mark.gives("sql");
        if (constant && sql) {
            return refuse("sql", "constant and sql are both given");
        }
        if (constant) {
            return constant(mark.text("constant"), type);
        }
        if (!sql) {
            return refuse("sql", "neither constant nor sql is given");
        }
        String text = mark.text("sql").strip();
        return text.isEmpty() ? refuse("sql", "sql is empty") : Optional.of(text);
    }

    private Optional<String> constant(String text, SqlType type) {
        return switch (type.family()) {
            case BOOLEAN -> text.equals("true") || text.equals("false") ? Optional.of(text) : no(text, type);
            case INTEGER -> parsed(text, type, BigInteger::new, text);
            case DECIMAL -> parsed(text, type, BigDecimal::new, text);
            case UUID -> parsed(text, type, UUID::fromString, Identifiers.literal(text));
            case ENUM -> label(text, type);
            case TEXT, ARRAY, OTHER -> Optional.of(Identifiers.literal(text));
        };
    }

    private Optional<String> label(String text, SqlType type) {
        Optional<String> label = type.labels().flatMap(e -> e.label(text)).map(Identifiers::literal);
        return label.isPresent() ? label : no(text, type);
    }

    private Optional<String> parsed(String text, SqlType type, Consumer<String> parser, String sql) {
        try {
            parser.accept(text);
            return Optional.of(sql);
        } catch (IllegalArgumentException e) {
            return no(text, type);
        }
    }

    private Optional<String> no(String text, SqlType type) {
        String what = type.family() == Family.ENUM ? "label or constant" : "value of type " + type.sql();
        return refuse("constant", "\"" + text + "\" is no " + what);
    }

    private Optional<String> refuse(String value, String why) {
        faults.report(Fault.DEFAULT, mark.place(value), why);
        return Optional.empty();
    }
}
