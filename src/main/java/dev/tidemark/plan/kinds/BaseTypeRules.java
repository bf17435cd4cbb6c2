package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import java.util.List;

/** Base types, which hang on C functions that hang on them, and shells of such: made as declared, and never changed. */
final class BaseTypeRules implements KindRules {
    @Override
    public String label(OtherObject object) {
        return object.attribute("kind").equals("shell") ? "shell type" : "base type";
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
        return new Alteration.Blocked(
                "TDM-223",
                "cannot be altered: a base type and its functions hang on each other",
                List.of("declare it as it is, or a new type under another name"));
    }

    @Override
    public boolean rebuilds() {
        return false;
    }
}
