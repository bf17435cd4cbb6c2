package dev.tidemark.plan.model;

import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Column.Generated;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import java.util.List;
import java.util.Optional;

/** Which generated columns go and come back around the changes of a plan. */
public record GeneratedColumns(Context ctx) {
    /** Generated columns that PostgreSQL refuses to leave in place while this one changes its type. */
    public List<String> readers(QName table, String column) {
        return ctx.dependencies().on(table).stream()
                .filter(d -> table.names(d.dependent()))
                .filter(d -> d.dependent().kind() == ObjectKind.COLUMN && column.equals(d.column()))
                .map(d -> d.dependent().member())
                .distinct()
                .filter(reader -> isGenerated(table, reader))
                .sorted()
                .toList();
    }

    private boolean isGenerated(QName table, String column) {
        boolean live = ctx.liveColumn(table, column)
                .map(c -> c.generated() != Generated.NO)
                .orElse(false);
        boolean stays = ctx.declared(table)
                .flatMap(t -> t.column(column))
                .map(c -> c.generated() != Generated.NO)
                .orElse(true);
        return live && stays;
    }

    /** Whether a column that it reads changes its type. */
    public boolean mustGo(QName table, String reader) {
        return ctx.changes()
                .of(Change.ChangeType.class, table)
                .anyMatch(c -> readers(table, c.to().name()).contains(reader));
    }

    /** The readers that the change of this column's type makes again: those with no change of their own, each in one place only. */
    public List<String> servedBy(QName table, String column) {
        return readers(table, column).stream()
                .filter(r -> !goesFirst(table, r))
                .filter(r -> !hasOwnChange(table, r) && first(table, r).equals(Optional.of(column)))
                .toList();
    }

    /** Whether its drop, which nothing withholds, makes way for a type change: its expression may not suit the new type. */
    public boolean goesFirst(QName table, String reader) {
        return ctx.policy().mode() == Mode.AUTO && ctx.changes().dropsColumn(table, reader) && mustGo(table, reader);
    }

    public boolean hasOwnChange(QName table, String column) {
        return ctx.changes().to(Change.ChangeGenerated.class, table, column).isPresent()
                || ctx.changes().typeChange(table, column).isPresent();
    }

    private Optional<String> first(QName table, String reader) {
        return ctx.changes()
                .of(Change.ChangeType.class, table)
                .map(c -> c.to().name())
                .filter(c -> readers(table, c).contains(reader))
                .sorted()
                .findFirst();
    }

    /** From PostgreSQL 17 on the expression of a generated column can be set. */
    public boolean setsExpression(Column from, Column to) {
        return from.generated() == to.generated() && ctx.live().major() >= 17;
    }

    public static boolean losesExpression(Column from, Column to) {
        return from.generated() == Generated.STORED && to.generated() == Generated.NO;
    }

    /** Whether a change drops this column and adds it again. */
    public boolean remade(QName table, String column) {
        return replaced(table, column) || mustGo(table, column);
    }

    /** Whether a change of its own does. */
    public boolean replaced(QName table, String column) {
        boolean mustGo = mustGo(table, column);
        return ctx.changes()
                .to(Change.ChangeGenerated.class, table, column)
                .filter(c -> !losesExpression(c.from(), c.to()))
                .filter(c -> mustGo || !setsExpression(c.from(), c.to()))
                .isPresent();
    }
}
