package dev.tidemark.plan.tables;

import dev.tidemark.Hazard;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Sql;

/** Schemas that go: last of all, and never with {@code CASCADE}. */
public final class SchemaDrafts {
    private SchemaDrafts() {}

    public static Draft drop(Change.DropSchema change) {
        ObjectName object = ObjectNames.schema(change.schema());
        Draft.Builder draft = Draft.of(change, object, Action.DROP, "schema")
                .op(Op.free(Stage.DROPS, Rank.DROP_SCHEMA, "DROP SCHEMA " + Sql.id(change.schema()), object))
                .hazard(
                        Hazard.DATA_LOSS,
                        change.empty() ? "no table is in it" : "what is in it goes with it",
                        "declare it, if only by CREATE SCHEMA");
        return (change.empty() ? draft.wordless(Hazard.DATA_LOSS) : draft).build();
    }
}
