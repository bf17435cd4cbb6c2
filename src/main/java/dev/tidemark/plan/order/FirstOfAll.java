package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import java.util.List;

/** An extension that moves or gets another version does so before anything speaks of its members: all else is written for what it brings along afterwards. */
final class FirstOfAll {
    private FirstOfAll() {}

    static void add(List<Op> ops, Graph graph) {
        for (int i = 0; i < ops.size(); i++) {
            if (is(ops.get(i))) {
                add(i, ops, graph);
            }
        }
    }

    private static void add(int first, List<Op> ops, Graph graph) {
        for (int i = 0; i < ops.size(); i++) {
            if (makesSchema(ops.get(i))) {
                graph.edge(i, first);
            } else if (waits(ops.get(i))) {
                graph.edge(first, i);
            }
        }
    }

    private static boolean is(Op op) {
        return op.object().kind() == ObjectKind.EXTENSION && op.rank() == Rank.BEFORE_TYPES;
    }

    private static boolean makesSchema(Op op) {
        return op.object().kind() == ObjectKind.SCHEMA && op.rank() == Rank.CREATE;
    }

    /** All but extensions, what is said of schemas, and what the author wants to be done before. */
    private static boolean waits(Op op) {
        ObjectKind kind = op.object().kind();
        boolean saysOfSchema = kind == ObjectKind.SCHEMA && op.rank() != Rank.DROP_SCHEMA;
        return kind != ObjectKind.EXTENSION && !saysOfSchema && op.stage() != Stage.MIGRATE_BEFORE;
    }
}
