package dev.tidemark.plan.keys;

import dev.tidemark.CostClass;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Foreign keys that refer to a key, an index or a column that changes: they stay, but must go for a moment. */
public final class ReferringKeys {
    private ReferringKeys() {}

    /** Drops the key first, makes it again last, and validates it afterwards, as the declaration has it. */
    public static void around(Context ctx, Draft.Builder draft, Context.Inbound inbound) {
        around(ctx, draft, inbound, Stage.TABLES);
    }

    /** The same in a later stage. */
    public static void around(Context ctx, Draft.Builder draft, Context.Inbound inbound, Stage stage) {
        draft.op(drop(ctx, inbound).in(stage));
        again(ctx, draft, inbound, op -> op.in(stage));
    }

    /** Whether one of its own columns is to be dropped. */
    public static boolean goesWithItsColumns(Context ctx, Context.Inbound inbound) {
        return inbound.key().columns().stream().anyMatch(column -> ctx.changes().dropsColumn(inbound.table(), column));
    }

    /** Whether its own table is to be dropped. */
    public static boolean goesWithItsTable(Context ctx, Context.Inbound inbound) {
        return ctx.changes().drops(inbound.table());
    }

    /** Whether the key that it refers to goes or changes before any table is dropped. */
    public static boolean losesItsKey(Context ctx, Context.Inbound inbound) {
        QName parent = inbound.parent();
        return itsKeyGoes(ctx, inbound)
                || retyped(ctx, parent, inbound).findAny().isPresent();
    }

    /** Whether the key that it refers to is dropped or replaced, whose change then takes it out of the way. */
    public static boolean itsKeyGoes(Context ctx, Context.Inbound inbound) {
        return Stream.concat(
                        ctx.changes()
                                .of(Change.DropConstraint.class, inbound.parent())
                                .map(c -> c.constraint()),
                        ctx.changes()
                                .of(Change.ReplaceConstraint.class, inbound.parent())
                                .map(c -> c.from()))
                .anyMatch(key -> isKeyOf(inbound, key));
    }

    /** Foreign keys of tables that go, to a column that changes its type: said once, at the first of those columns, and not where the key goes anyhow. */
    public static List<Context.Inbound> goingWithTheirTables(Context ctx, QName table, String column) {
        return ctx.inbound(table).stream()
                .filter(i -> !i.table().equals(table) && goesWithItsTable(ctx, i))
                .filter(i -> retyped(ctx, table, i).sorted().findFirst().equals(Optional.of(column)))
                .filter(i -> !itsKeyGoes(ctx, i))
                .toList();
    }

    private static boolean isKeyOf(Context.Inbound inbound, Constraint key) {
        return key.isKey()
                && Set.copyOf(key.columns()).equals(Set.copyOf(inbound.key().referencedColumns()));
    }

    private static Stream<String> retyped(Context ctx, QName parent, Context.Inbound inbound) {
        return inbound.key().referencedColumns().stream()
                .filter(column -> ctx.changes().typeChange(parent, column).isPresent());
    }

    /** Those that find no other key in the place of this one block its change; those that find a new one wait for that. */
    public static void find(Context ctx, Draft.Builder draft, ObjectName key, List<Context.Inbound> staying) {
        for (Context.Inbound inbound : staying) {
            if (!findsKey(ctx, inbound)) {
                draft.ifApplied(ctx.problem(
                        "TDM-216",
                        key,
                        "cannot go: foreign key " + inbound.key().name() + " of "
                                + Context.table(inbound.table()).display() + " needs it",
                        "drop that key, or declare this one again"));
            } else if (!hasKeyThatStays(ctx, inbound)) {
                draft.onlyWith(newKeys(ctx, inbound));
            }
        }
    }

    private static boolean hasKeyThatStays(Context ctx, Context.Inbound inbound) {
        QName parent = inbound.parent();
        Set<String> columns = inbound.parentColumns();
        return ctx.live(parent).stream()
                .flatMap(t -> t.constraints().stream())
                .filter(k -> k.isKey() && Set.copyOf(k.columns()).equals(columns))
                .anyMatch(k -> !ctx.changes().dropsConstraint(parent, k.name()));
    }

    private static Stream<Change> newKeys(Context ctx, Context.Inbound inbound) {
        QName parent = inbound.parent();
        Set<String> columns = inbound.parentColumns();
        return Stream.of(
                        ctx.changes()
                                .of(Change.AddConstraint.class, parent)
                                .filter(c -> isKeyOf(inbound, c.constraint())),
                        ctx.changes().of(Change.ReplaceConstraint.class, parent).filter(c -> isKeyOf(inbound, c.to())),
                        ctx.changes()
                                .of(Change.AddIndex.class, parent)
                                .filter(c -> c.index().unique()
                                        && Set.copyOf(c.index().columns()).equals(columns)))
                .flatMap(s -> s);
    }

    /** Whether the declaration has a key or a unique index over the columns that it refers to. */
    private static boolean findsKey(Context ctx, Context.Inbound inbound) {
        QName parent = inbound.parent();
        Set<String> columns = inbound.parentColumns();
        return ctx.declared(parent).stream()
                        .flatMap(t -> t.constraints().stream())
                        .anyMatch(c -> c.isKey() && Set.copyOf(c.columns()).equals(columns))
                || ctx.declared(parent).stream()
                        .flatMap(t -> t.indexes().stream())
                        .filter(i -> i.unique() && Set.copyOf(i.columns()).equals(columns))
                        .flatMap(i -> IndexText.parse(i.definition()).stream())
                        .anyMatch(i -> i.where().isEmpty()
                                && i.keys().size() == columns.size()
                                && i.keys().stream().noneMatch(k -> k.indexOf('(') >= 0));
    }

    public static Op drop(Context ctx, Context.Inbound inbound) {
        String sql = Sql.alterTable(inbound.table(), "DROP CONSTRAINT " + Sql.id(nameNow(ctx, inbound)));
        return Op.alter(Rank.DROP_FOREIGN_KEY, sql, object(inbound), inbound.table())
                .touching(both(inbound));
    }

    public static void again(Context ctx, Draft.Builder draft, Context.Inbound inbound, UnaryOperator<Op> placed) {
        Constraint key = inbound.key();
        QName table = inbound.table();
        String name = nameNow(ctx, inbound);
        Constraint wanted = ctx.declared(table).flatMap(t -> t.constraint(name)).orElse(key);
        boolean filled = !ctx.empty(table) && !ctx.partitioned(table);
        String add = "ADD CONSTRAINT " + Sql.id(name) + " " + wanted.definition() + (filled ? " NOT VALID" : "");
        draft.op(placed.apply(Op.alter(Rank.FOREIGN_KEY, Sql.alterTable(table, add), object(inbound), table)
                .locking(LockMode.SHARE_ROW_EXCLUSIVE)
                .touching(both(inbound))));
        String comment = wanted.comment();
        if (comment != null) {
            draft.op(placed.apply(
                    Op.alter(Rank.COMMENT, Comments.sql(object(inbound), comment), object(inbound), table)));
        }
        if (filled && key.validated()) {
            String validate = Sql.alterTable(table, "VALIDATE CONSTRAINT " + Sql.id(name));
            draft.op(Op.alter(Rank.VALIDATE, validate, object(inbound), table)
                    .in(Stage.VALIDATE)
                    .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                    .costing(CostClass.ONLINE, Locks.scanTime(ctx, table)));
        }
    }

    /** Its name once renames have run, which is before anything else of its table. */
    private static String nameNow(Context ctx, Context.Inbound inbound) {
        String name = inbound.key().name();
        return ctx.changes()
                .from(Change.RenameConstraint.class, inbound.table(), name)
                .map(c -> c.to().name())
                .orElse(name);
    }

    /** Foreign keys that go with their own columns, while all the columns that they refer to go as well: said once, at the first of those. */
    public static List<Context.Inbound> goingOnBothSides(Context ctx, QName table, String column) {
        Set<String> going = ctx.changes()
                .of(Change.DropColumn.class, table)
                .map(c -> c.column().name())
                .collect(Collectors.toSet());
        return ctx.inbound(table).stream()
                .filter(i -> untouched(ctx, i) && goesWithItsColumns(ctx, i))
                .filter(i -> going.containsAll(i.parentColumns())
                        && new TreeSet<>(i.parentColumns()).first().equals(column))
                .toList();
    }

    private static Set<QName> both(Context.Inbound inbound) {
        QName parent = inbound.parent();
        return parent.equals(inbound.table()) ? Set.of(parent) : Set.of(inbound.table(), parent);
    }

    public static ObjectName object(Context.Inbound inbound) {
        return Context.table(inbound.table())
                .member(ObjectKind.CONSTRAINT, inbound.key().name());
    }

    /** Whether no change of its own concerns the key. */
    public static boolean untouched(Context ctx, Context.Inbound inbound) {
        String name = inbound.key().name();
        QName table = inbound.table();
        return !ctx.changes().dropsConstraint(table, name) && !goesWithItsTable(ctx, inbound);
    }
}
