package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.sql.Sql;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a domain asks of a column, read from the text that defines it: {@code DOMAIN type [DEFAULT …] [NOT NULL] [CONSTRAINT …]}. */
final class Domains {
    private static final String HEAD = "DOMAIN ";
    private static final String DEFAULT = " DEFAULT ";
    private static final String CONSTRAINT = " CONSTRAINT ";
    private static final String NOT_NULL = " NOT NULL";
    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'");
    /** Longer chains of domains over domains than this are taken for none. */
    private static final int DEEPEST = 20;

    private final Context ctx;

    Domains(Context ctx) {
        this.ctx = ctx;
    }

    /** Whether adding a column of this type writes every row anew: PostgreSQL checks the domain for each. */
    boolean checked(String type) {
        return chain(type).anyMatch(d -> d.contains(CONSTRAINT) || notNull(d));
    }

    /** Whether a column of this type takes no null. */
    boolean notNull(String type, boolean ofItself) {
        return ofItself || chain(type).anyMatch(Domains::notNull);
    }

    /** Whether a column of this type gets a value without anybody writing it. */
    boolean fills(String type) {
        return chain(type).anyMatch(d -> beforeConstraints(d).contains(DEFAULT));
    }

    private static boolean notNull(String definition) {
        return beforeConstraints(definition).endsWith(NOT_NULL);
    }

    private static String beforeConstraints(String definition) {
        int at = definition.indexOf(CONSTRAINT);
        return at < 0 ? definition : definition.substring(0, at);
    }

    /** The definitions of the domain and of those below it, without what is quoted in them; none where the type is no domain. */
    private Stream<String> chain(String type) {
        return Stream.iterate(definition(type), Optional::isPresent, d -> d.flatMap(this::below))
                .limit(DEEPEST)
                .flatMap(Optional::stream);
    }

    private Optional<String> below(String definition) {
        String rest = definition.substring(HEAD.length());
        return domains()
                .filter(d -> rest.equals(name(d)) || rest.startsWith(name(d) + " "))
                .findFirst()
                .map(Domains::bare);
    }

    private Optional<String> definition(String type) {
        return domains().filter(d -> name(d).equals(type)).findFirst().map(Domains::bare);
    }

    private Stream<OtherObject> domains() {
        return Stream.of(ctx.input().declared(), ctx.input().live())
                .map(Catalog::others)
                .flatMap(others -> others.stream()
                        .filter(o -> o.name().kind() == ObjectKind.TYPE
                                && o.definition().startsWith(HEAD)));
    }

    private static String name(OtherObject domain) {
        return Sql.name(new QName(domain.name().schema(), domain.name().name()));
    }

    private static String bare(OtherObject domain) {
        return QUOTED.matcher(domain.definition().split("\nCOMMENT ", 2)[0]).replaceAll("''");
    }
}
