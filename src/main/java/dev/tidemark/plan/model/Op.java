package dev.tidemark.plan.model;

import dev.tidemark.CostClass;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A statement before it has found its batch.
 *
 * @param touches existing tables that it locks, by the names they have once renames have run
 * @param step online only: statements of one change with the same step share a transaction
 * @param weight how many relations it makes, for the cap on a transaction's locks
 * @param effects what it does to objects
 * @param change the change that it belongs to, by its place among all changes; −1 for statements of whole objects
 */
public record Op(
        Stage stage,
        Rank rank,
        String sql,
        List<String> searchPath,
        boolean transactional,
        LockMode lock,
        CostClass cost,
        Duration estimate,
        ObjectName object,
        Set<QName> touches,
        int step,
        int weight,
        Effects effects,
        int change) {
    public Op {
        searchPath = List.copyOf(searchPath);
        touches = Set.copyOf(touches);
    }

    /** A catalog change of an existing table under ACCESS EXCLUSIVE, made of what PostgreSQL printed. */
    public static Op alter(Rank rank, String sql, ObjectName object, QName table) {
        return new Op(
                Stage.TABLES,
                rank,
                SqlText.again(sql),
                List.of(),
                true,
                Locks.usual(sql),
                CostClass.INSTANT,
                Estimates.INSTANT,
                object,
                Set.of(table),
                0,
                0,
                Effects.of(rank, object),
                -1);
    }

    /** A statement that locks no table that existed before. */
    public static Op free(Stage stage, Rank rank, String sql, ObjectName object) {
        return new Op(
                stage,
                rank,
                sql,
                List.of(),
                true,
                LockMode.NONE,
                CostClass.INSTANT,
                Estimates.INSTANT,
                object,
                Set.of(),
                0,
                0,
                Effects.of(rank, object),
                -1);
    }

    public Op in(Stage other) {
        Copy copy = new Copy(this);
        copy.stage = other;
        return copy.op();
    }

    public Op costing(CostClass other, Duration time) {
        Copy copy = new Copy(this);
        copy.cost = other;
        copy.estimate = time;
        return copy.op();
    }

    public Op locking(LockMode other) {
        Copy copy = new Copy(this);
        copy.lock = other;
        return copy.op();
    }

    public Op touching(Set<QName> tables) {
        Copy copy = new Copy(this);
        copy.touches = tables;
        return copy.op();
    }

    public Op path(List<String> schemas) {
        Copy copy = new Copy(this);
        copy.searchPath = schemas;
        return copy.op();
    }

    public Op making(int relations) {
        Copy copy = new Copy(this);
        copy.weight = relations;
        return copy.op();
    }

    /** The same as the n-th online step of its change. */
    public Op online(int n) {
        Copy copy = new Copy(this);
        copy.stage = Stage.ONLINE;
        copy.step = n;
        return copy.op();
    }

    /** The same as part of another change. */
    public Op serving(Rank other, ObjectName served) {
        Copy copy = new Copy(this);
        copy.rank = other;
        copy.object = served;
        return copy.op();
    }

    /** The same with other effects than its rank's usual ones. */
    public Op doing(Effects other) {
        Copy copy = new Copy(this);
        copy.effects = other;
        return copy.op();
    }

    /** The same; others may take this name once it has run. */
    public Op freeing(QName name) {
        return doing(effects.freeing(name));
    }

    /** The same; it changes this object: drops it as it was, makes it as it should be. */
    public Op changing(ObjectName it) {
        return doing(new Effects(Set.of(it), Set.of(it), Set.of()));
    }

    /** Whether the other one belongs to another change, or to none. */
    public boolean isOfAnotherChange(Op other) {
        return change < 0 || change != other.change;
    }

    /** The same as part of the n-th change. */
    public Op of(int n) {
        Copy copy = new Copy(this);
        copy.change = n;
        return copy.op();
    }

    /** The same by itself, outside a transaction. */
    public Op alone() {
        Copy copy = new Copy(this);
        copy.transactional = false;
        return copy.op();
    }

    /** Its components, some of which become others. */
    private static final class Copy {
        private Stage stage;
        private Rank rank;
        private final String sql;
        private List<String> searchPath;
        private boolean transactional;
        private LockMode lock;
        private CostClass cost;
        private Duration estimate;
        private ObjectName object;
        private Set<QName> touches;
        private int step;
        private int weight;
        private Effects effects;
        private int change;

        Copy(Op op) {
            stage = op.stage;
            rank = op.rank;
            sql = op.sql;
            searchPath = op.searchPath;
            transactional = op.transactional;
            lock = op.lock;
            cost = op.cost;
            estimate = op.estimate;
            object = op.object;
            touches = op.touches;
            step = op.step;
            weight = op.weight;
            effects = op.effects;
            change = op.change;
        }

        Op op() {
            return new Op(
                    stage,
                    rank,
                    sql,
                    searchPath,
                    transactional,
                    lock,
                    cost,
                    estimate,
                    object,
                    touches,
                    step,
                    weight,
                    effects,
                    change);
        }
    }
}
