package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;

/** Operator classes: PostgreSQL alters nothing of them. */
final class OperatorClassRules extends Named {
    OperatorClassRules() {
        super("operator class");
    }

    @Override
    public String reference(OtherObject object) {
        return words() + " " + name(object) + " USING " + Sql.id(object.attribute("method"));
    }
}
