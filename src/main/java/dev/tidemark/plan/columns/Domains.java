package dev.tidemark.plan.columns;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a domain asks of a column. */
final class Domains {
    /** Longer chains of domains over domains than this are taken for none. */
    private static final int DEEPEST = 20;

    private final Map<String, OtherObject> domains = new HashMap<>();

    Domains(Context ctx) {
        Stream.of(ctx.live(), ctx.declared())
                .flatMap(catalog -> catalog.others().stream())
                .filter(o -> o.name().kind() == ObjectKind.TYPE
                        && o.attribute("kind").equals("domain"))
                .forEach(o -> domains.put(Sql.name(o.name()), o));
    }

    /** Whether adding a column of this type writes every row again: PostgreSQL checks the domain for each. */
    boolean checked(String type) {
        return chain(type)
                .anyMatch(d -> notNull(d) || d.attributes().keySet().stream().anyMatch(a -> a.startsWith("check ")));
    }

    /** Whether a column of this type takes no null. */
    boolean notNull(String type, boolean ofItself) {
        return ofItself || chain(type).anyMatch(Domains::notNull);
    }

    /** Whether a column of this type gets a value without anybody writing it. */
    boolean fills(String type) {
        return chain(type).anyMatch(d -> d.attributes().containsKey("default"));
    }

    private static boolean notNull(OtherObject domain) {
        return domain.attributes().containsKey("not null");
    }

    /** The domain and those below it; none where the type is no domain. */
    private Stream<OtherObject> chain(String type) {
        return Stream.iterate(find(type), Optional::isPresent, d -> d.flatMap(o -> find(o.attribute("type"))))
                .limit(DEEPEST)
                .map(Optional::orElseThrow);
    }

    private Optional<OtherObject> find(String type) {
        return Optional.ofNullable(domains.get(Objects.requireNonNull(type)));
    }
}
