package dev.tidemark.processor;

import dev.tidemark.annotation.Column;
import dev.tidemark.processor.SqlType.Family;
import java.util.Optional;

/** What {@link Column} says about the size of a type: precision and scale, or a length. */
record Sizes(Optional<Mark> column, Faults faults) {
    private static final int MAX_PRECISION = 1_000;
    private static final int MAX_LENGTH = 10_485_760;

    /** The type with its size; a size that does not suit it is reported, and left out. */
    SqlType apply(SqlType type) {
        boolean numeric = type.sql().equals("numeric");
        boolean text = type.sql().equals("text") && type.family() == Family.TEXT;
        if (column.isEmpty()) {
            return type;
        }
        Mark mark = column.get();
        if (mark.gives("precision") || mark.gives("scale")) {
            return numeric ? numeric(mark, type) : refuse(mark, type, mark.gives("precision") ? "precision" : "scale");
        }
        if (mark.gives("length")) {
            return text ? text(mark, type) : refuse(mark, type, "length");
        }
        return type;
    }

    /** Reports sizes beside a type that the author wrote out. */
    void refuseBesideType() {
        for (String size : new String[] {"precision", "scale", "length"}) {
            column.filter(c -> c.gives(size))
                    .ifPresent(c -> faults.report(Fault.SIZE, c.place(size), size + " beside type has no meaning"));
        }
    }

    private SqlType numeric(Mark mark, SqlType type) {
        if (mark.gives("length")) {
            return refuse(mark, type, "length");
        }
        int precision = mark.number("precision");
        int scale = mark.number("scale");
        if (precision < 1 || precision > MAX_PRECISION) {
            String at = mark.gives("precision") ? "precision" : "scale";
            faults.report(Fault.SIZE, mark.place(at), "precision is " + precision);
            return type;
        }
        if (scale < 0 || scale > precision) {
            faults.report(Fault.SIZE, mark.place("scale"), "scale is " + scale + ", precision " + precision);
            return type;
        }
        return SqlType.of("numeric(" + precision + "," + scale + ")", Family.DECIMAL);
    }

    private SqlType text(Mark mark, SqlType type) {
        int length = mark.number("length");
        if (length < 1 || length > MAX_LENGTH) {
            faults.report(Fault.SIZE, mark.place("length"), "length is " + length);
            return type;
        }
        return SqlType.of("varchar(" + length + ")", Family.TEXT);
    }

    private SqlType refuse(Mark mark, SqlType type, String size) {
        faults.report(Fault.SIZE, mark.place(size), size + " does not suit the type " + type.sql());
        return type;
    }
}
