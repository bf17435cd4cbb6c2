package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collations: PostgreSQL alters nothing of them, and a column keeps the one that it has. */
final class CollationRules extends Named {
    CollationRules() {
        super("collation");
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        return user(to, context)
                .<Alteration>map(user -> new Alteration.Blocked(
                        "TDM-223",
                        "differs from its declaration, and cannot be altered or dropped while " + user + " uses it",
                        List.of(
                                "declare a new collation under another name, and give it to " + user,
                                "or keep the collation as it is")))
                .orElseGet(Alteration.Replaced::plain);
    }

    /** A column or a type of which it is a part. */
    private Optional<String> user(OtherObject collation, RuleContext context) {
        String name = name(collation);
        Stream<String> columns = context.live().tables().values().stream()
                .flatMap(t -> t.columns().stream()
                        .filter(c -> name.equals(c.collation()))
                        .map(c -> t.name() + "." + c.name()));
        Stream<String> types = context.live().others().stream()
                .filter(o -> o.name().kind() == dev.tidemark.ObjectKind.TYPE)
                .filter(o -> o.attributes().entrySet().stream()
                        .anyMatch(e -> (e.getKey().startsWith("collation")
                                        && e.getValue().equals(name))
                                || (e.getKey().equals("options") && e.getValue().contains("COLLATION = " + name))))
                .map(o -> o.name().toString());
        return Stream.concat(columns, types).findFirst();
    }
}
