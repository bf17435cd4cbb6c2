package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import java.util.List;

/** Kinds that Tidemark compares and names, and does not change. */
final class Unhandled implements KindRules {
    @Override
    public String label(OtherObject object) {
        return object.name().kind().label();
    }

    @Override
    public String reference(OtherObject object) {
        throw new IllegalStateException(object.name() + " has no rules");
    }

    @Override
    public List<String> create(OtherObject object) {
        throw new IllegalStateException(object.name() + " has no rules");
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        throw new IllegalStateException(to.name() + " has no rules");
    }

    @Override
    public boolean rebuilds() {
        return false;
    }
}
