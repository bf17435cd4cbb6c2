package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Map;

/** Types of each sort that is not modelled: domains, composite, range, base and shell types. */
final class TypeRules implements KindRules {
    private static final KindRules BASE = new BaseTypeRules();
    private static final Map<String, KindRules> SORTS =
            Map.of("domain", new DomainRules(), "composite", new CompositeRules(), "range", new RangeRules());

    private static KindRules of(OtherObject type) {
        return SORTS.getOrDefault(type.attribute("kind"), BASE);
    }

    @Override
    public String label(OtherObject object) {
        return of(object).label(object);
    }

    @Override
    public String reference(OtherObject object) {
        return of(object).reference(object);
    }

    @Override
    public List<String> create(OtherObject object) {
        return of(object).create(object);
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        if (!from.attribute("kind").equals(to.attribute("kind"))) {
            return new StoredValues(context)
                            .of(new dev.tidemark.catalog.QName(
                                    to.name().schema(), to.name().name()))
                            .isEmpty()
                    ? Alteration.Replaced.plain()
                    : new Alteration.Blocked(
                            "TDM-223",
                            "is a " + label(from) + " now, and columns hold values of it",
                            List.of(
                                    "declare it under another name, and move the columns to it",
                                    "or keep " + label(from)));
        }
        return of(to).alter(from, to, context);
    }

    @Override
    public boolean reshapes(OtherObject from, OtherObject to) {
        return of(to).reshapes(from, to);
    }

    /** {@code TYPE shop.pair}. */
    static String typeReference(OtherObject object) {
        return "TYPE " + Sql.name(object.name());
    }
}
