package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;

/** Casts: PostgreSQL alters nothing of them. */
final class CastRules extends Named {
    CastRules() {
        super("cast");
    }

    @Override
    public String reference(OtherObject object) {
        return "CAST " + object.attribute("types");
    }
}
