package dev.tidemark.plan;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.PlanInput;
import java.util.function.UnaryOperator;

/** Inputs whose tables look bigger than a test can make them. */
final class Sizes {
    private Sizes() {}

    static PlanInput of(PlanInput input, long rows, long bytes) {
        Catalog live = input.live()
                .mapped(
                        object -> object instanceof Table table ? sized(table, rows, bytes) : object,
                        UnaryOperator.identity());
        return new PlanInput(
                input.schema(),
                input.serverVersion(),
                input.diff(),
                live,
                input.declared(),
                input.facts(),
                input.policy());
    }

    private static Table sized(Table t, long rows, long bytes) {
        return new Table(
                t.name(),
                t.relkind(),
                t.unlogged(),
                t.options(),
                t.partitionKey(),
                t.partitionBound(),
                t.partitionConstraint(),
                t.parents(),
                t.rowSecurity(),
                t.properties(),
                t.columns(),
                t.constraints(),
                t.indexes(),
                t.owner(),
                t.comment(),
                rows,
                bytes,
                t.empty());
    }
}
