package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.schema.Declared;
import java.util.List;
import java.util.regex.Pattern;

/** {@code CREATE TABLE … (LIKE other)}: PostgreSQL copies the other table as it is at that moment, so that its changes come first. */
final class CopiedTables {
    private static final Pattern LIKE = Pattern.compile("(?i)[(,]\\s*LIKE\\s");

    private final Context ctx;

    CopiedTables(Context ctx) {
        this.ctx = ctx;
    }

    /** The statement, after the changes of tables that exist and that it copies. */
    Op after(Op create, Declared declared) {
        boolean table = declared.creates() != null && declared.creates().kind() == ObjectKind.TABLE;
        if (!table || !LIKE.matcher(declared.sql()).find()) {
            return create;
        }
        Op placed = create;
        for (Table copied : copied(declared)) {
            Effects effects = placed.effects();
            for (Column column : copied.columns()) {
                effects = effects.needing(Context.column(copied.name(), column.name()));
            }
            for (Change.DropColumn gone :
                    ctx.changes().of(Change.DropColumn.class, copied.name()).toList()) {
                effects = effects.awaiting(
                        Context.column(copied.name(), gone.column().name()));
            }
            placed = placed.doing(effects).in(Stage.DROPS);
        }
        return placed;
    }

    private List<Table> copied(Declared declared) {
        return ctx.declared().tables().values().stream()
                .filter(t -> ctx.exists(t.name())
                        && declared.names().contains(t.name().name()))
                .filter(t -> !t.equals(ctx.live(t.name()).orElse(null)))
                .toList();
    }
}
