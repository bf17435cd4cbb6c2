package dev.tidemark.plan;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.PlanInput;
import java.util.SortedMap;
import java.util.TreeMap;

/** Inputs whose tables look bigger than a test can make them. */
final class Sizes {
    private Sizes() {}

    static PlanInput of(PlanInput input, long rows, long bytes) {
        SortedMap<QName, Table> tables = new TreeMap<>();
        input.live().tables().forEach((name, table) -> tables.put(name, sized(table, rows, bytes)));
        Catalog live = new Catalog(
                input.live().serverVersion(),
                input.live().schemas(),
                tables,
                input.live().views(),
                input.live().enums(),
                input.live().sequences(),
                input.live().others(),
                input.live().dependencies());
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
