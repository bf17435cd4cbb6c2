package dev.tidemark.plan.rows;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.sql.TypeName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What PostgreSQL and running code make of a change of type. */
public enum TypeChange {
    /** The stored bytes stay; only the catalog changes. */
    WIDENING_IN_PLACE,
    /** Every value stays the same, yet every row is rewritten. */
    WIDENING_REWRITE,
    /** Every value has a counterpart, but code that reads it must know the new type. */
    CONVERSION,
    /** Values may not cast, or become others. */
    NARROWING;

    /** Types that hold every value of the key without a change of meaning. */
    private static final Map<String, List<String>> WIDER = Map.of(
            "smallint", List.of("integer", "bigint", "numeric"),
            "integer", List.of("bigint", "numeric"),
            "bigint", List.of("numeric"),
            "real", List.of("double precision"));

    private static final List<String> LIMITED = List.of("character varying", "bit varying");
    private static final List<String> WITH_PRECISION = List.of(
            "timestamp without time zone",
            "timestamp with time zone",
            "time without time zone",
            "time with time zone",
            "interval");

    public static TypeChange of(Column from, Column to) {
        if (from.type().equals(to.type())) {
            return CONVERSION;
        }
        TypeName a = TypeName.parse(from.type());
        TypeName b = TypeName.parse(to.type());
        boolean sameCollation = Objects.equals(from.collation(), to.collation());
        if (a.array() != b.array()) {
            return b.textual() && b.anyText() && !b.array() ? CONVERSION : NARROWING;
        }
        if (widens(a, b)) {
            return a.array() || !sameCollation ? WIDENING_REWRITE : WIDENING_IN_PLACE;
        }
        if (b.modifiers().isEmpty() && WIDER.getOrDefault(a.base(), List.of()).contains(b.base())) {
            return WIDENING_REWRITE;
        }
        return b.anyText() ? CONVERSION : NARROWING;
    }

    /** Whether no value can fail or change. */
    public boolean harmless() {
        return this != NARROWING;
    }

    /** Whether values may be others after it. */
    boolean mayAlter() {
        return this == NARROWING;
    }

    /** Whether code that reads and writes the old type goes on working. */
    public boolean widening() {
        return this == WIDENING_IN_PLACE || this == WIDENING_REWRITE;
    }

    /** Whether new code cannot do without it: not where it is a narrowing that the server would cast to by itself. */
    public static boolean required(Column from, Column to) {
        return of(from, to) != NARROWING || !castsByItself(from, to);
    }

    /** The explicit cast of a column; through text where an enum is on either side. */
    public static String cast(Context ctx, String column, Column from, Column to) {
        boolean array =
                TypeName.parse(from.type()).array() && TypeName.parse(to.type()).array();
        boolean enums = isEnum(ctx.live().enums().values(), from.type())
                || isEnum(ctx.declared().enums().values(), to.type());
        String text = array ? "::text[]" : "::text";
        boolean direct = !enums
                || TypeName.parse(to.type()).anyText()
                || TypeName.parse(from.type()).anyText();
        return column + (direct ? "" : text) + "::" + to.type();
    }

    /** Whether the server casts it by itself on assignment, and raises an error instead of cutting text off. */
    public static boolean castsByItself(Column from, Column to) {
        TypeName a = TypeName.parse(from.type());
        TypeName b = TypeName.parse(to.type());
        boolean number = a.is("smallint", "integer", "bigint", "numeric", "real", "double precision")
                && b.is("smallint", "integer", "bigint", "numeric", "real", "double precision");
        return a.array() == b.array() && (a.base().equals(b.base()) || number || (a.textual() && b.textual()));
    }

    private static boolean widens(TypeName a, TypeName b) {
        if (a.is("text", "character varying") && b.anyText()) {
            return true;
        }
        if (a.is("cidr") && b.is("inet")) {
            return true;
        }
        if (!a.base().equals(b.base())) {
            return false;
        }
        if (LIMITED.contains(a.base()) || WITH_PRECISION.contains(a.base())) {
            return b.modifiers().isEmpty()
                    || (!a.modifiers().isEmpty()
                            && a.modifiers().get(0) <= b.modifiers().get(0));
        }
        return a.is("numeric") && widensNumeric(a.modifiers(), b.modifiers());
    }

    private static boolean widensNumeric(List<Integer> a, List<Integer> b) {
        if (b.isEmpty()) {
            return true;
        }
        return !a.isEmpty() && scale(a) == scale(b) && a.get(0) <= b.get(0);
    }

    private static int scale(List<Integer> modifiers) {
        return modifiers.size() > 1 ? modifiers.get(1) : 0;
    }

    private static boolean isEnum(Collection<EnumType> enums, String type) {
        String element = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
        return enums.stream().anyMatch(e -> Sql.name(e.name()).equals(element));
    }
}
