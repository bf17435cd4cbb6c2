package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import java.util.List;

/** Range types with their multirange types: PostgreSQL alters nothing of them. */
final class RangeRules implements KindRules {
    @Override
    public String label(OtherObject object) {
        return "range type";
    }

    @Override
    public String reference(OtherObject object) {
        return TypeRules.typeReference(object);
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        return Alteration.Replaced.plain();
    }
}
