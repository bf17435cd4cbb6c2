package dev.tidemark.plan.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many tables a transaction holds locks on. */
final class TransactionsTest {
    private static final int MANY = 1000;

    @Test
    void emptyTablesAreLockedOnlySoManyAtATime() {
        List<List<Op>> all = cut(columns());
        assertEquals(MANY, all.stream().mapToInt(List::size).sum());
        assertTrue(all.stream().allMatch(t -> t.size() <= 200), all.size() + " transactions");
    }

    @Test
    void whatIsDroppedAndMadeAgainIsNeverGoneBetweenTwoTransactions() {
        ObjectName view = ObjectName.of(ObjectKind.VIEW, "public", "v");
        List<Op> ops = new ArrayList<>(columns());
        ops.add(Op.free(Stage.TABLES, Rank.DROP_VIEW, "drop view v", view));
        ops.add(Op.free(Stage.TABLES, Rank.CREATE_VIEW, "create view v as select 1", view));
        assertEquals(1, cut(ops).size());
    }

    private static List<List<Op>> cut(List<Op> ops) {
        return new Transactions(ops, new Graph(ops.size()), table -> true).all();
    }

    private static List<Op> columns() {
        List<Op> ops = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            QName table = new QName("public", "t" + i);
            ObjectName column =
                    ObjectName.of(ObjectKind.TABLE, "public", "t" + i).member(ObjectKind.COLUMN, "c");
            Op op = Op.alter(Rank.COLUMN, "alter table t" + i + " add column c int", column, table);
            ops.add(op.touching(Set.of(table)));
        }
        return ops;
    }
}
