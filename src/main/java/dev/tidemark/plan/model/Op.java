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
        return new Op(
                other,
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

    public Op costing(CostClass other, Duration time) {
        return new Op(
                stage,
                rank,
                sql,
                searchPath,
                transactional,
                lock,
                other,
                time,
                object,
                touches,
                step,
                weight,
                effects,
                change);
    }

    public Op locking(LockMode other) {
        return new Op(
                stage,
                rank,
                sql,
                searchPath,
                transactional,
                other,
                cost,
                estimate,
                object,
                touches,
                step,
                weight,
                effects,
                change);
    }

    public Op touching(Set<QName> tables) {
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
                tables,
                step,
                weight,
                effects,
                change);
    }

    public Op path(List<String> schemas) {
        return new Op(
                stage,
                rank,
                sql,
                schemas,
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

    public Op making(int relations) {
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
                relations,
                effects,
                change);
    }

    /** The same as the n-th online step of its change. */
    public Op online(int n) {
        return new Op(
                Stage.ONLINE,
                rank,
                sql,
                searchPath,
                transactional,
                lock,
                cost,
                estimate,
                object,
                touches,
                n,
                weight,
                effects,
                change);
    }

    /** The same as part of another change. */
    public Op serving(Rank other, ObjectName served) {
        return new Op(
                stage,
                other,
                sql,
                searchPath,
                transactional,
                lock,
                cost,
                estimate,
                served,
                touches,
                step,
                weight,
                effects,
                change);
    }

    /** The same with other effects than its rank's usual ones. */
    public Op doing(Effects other) {
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
                other,
                change);
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
                n);
    }

    /** The same by itself, outside a transaction. */
    public Op alone() {
        return new Op(
                stage,
                rank,
                sql,
                searchPath,
                false,
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
