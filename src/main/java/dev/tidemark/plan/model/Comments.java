package dev.tidemark.plan.model;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.sql.Sql;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code COMMENT ON}. */
public final class Comments {
    private Comments() {}

    public static Draft draft(Context ctx, Change.ChangeComment change) {
        ObjectName object = change.object();
        QName relation = QName.of(object);
        ObjectName entry = object.member().isEmpty() ? object : owner(ctx, relation);
        String summary = (object.member().isEmpty() ? "" : object.kind().label() + " " + object.member() + "  ")
                + (change.to() == null ? "no comment" : "comment");
        Op op = Op.free(stage(ctx, object, relation), Rank.COMMENT, sql(ctx, object, change.to()), object);
        return Draft.of(change, object, Action.ALTER, summary)
                .under(entry)
                .op(
                        ctx.exists(relation)
                                ? Op.alter(Rank.COMMENT, op.sql(), object, relation)
                                        .in(op.stage())
                                : op)
                .build();
    }

    /** Members that may be built late have their comments at the end. */
    private static Stage stage(Context ctx, ObjectName object, QName relation) {
        return switch (object.kind()) {
            case INDEX, CONSTRAINT -> Stage.FINISH;
            case TABLE, COLUMN -> ctx.exists(relation) ? Stage.TABLES : Stage.LATE;
            default -> Stage.LATE;
        };
    }

    private static ObjectName owner(Context ctx, QName relation) {
        var view = ctx.declared().views().get(relation);
        return view == null ? Context.table(relation) : Context.view(view, relation);
    }

    /** Of an object whose kind has rules, by those. */
    private static String sql(Context ctx, ObjectName object, @Nullable String comment) {
        return Optional.ofNullable(ctx.declared().other(object))
                .flatMap(o -> Kinds.find(object).map(rules -> rules.reference(o)))
                .map(target -> "COMMENT ON " + target + " IS " + (comment == null ? "NULL" : Sql.literal(comment)))
                .orElseGet(() -> isForeign(ctx, object)
                        ? sql(object, comment).replaceFirst("^COMMENT ON ", "COMMENT ON FOREIGN ")
                        : sql(object, comment));
    }

    private static boolean isForeign(Context ctx, ObjectName object) {
        return object.kind() == ObjectKind.TABLE
                && ctx.live(QName.of(object)).filter(t -> t.relkind() == 'f').isPresent();
    }

    public static String sql(ObjectName object, @Nullable String comment) {
        return "COMMENT ON " + target(object) + " IS " + (comment == null ? "NULL" : Sql.literal(comment));
    }

    private static String target(ObjectName object) {
        String member = Sql.id(object.member());
        return switch (object.kind()) {
            case COLUMN -> "COLUMN " + Sql.name(object) + "." + member;
            case INDEX ->
                "INDEX " + Sql.id(object.schema()) + "." + (object.member().isEmpty() ? Sql.id(object.name()) : member);
            case CONSTRAINT, TRIGGER, POLICY, RULE -> word(object.kind()) + " " + member + " ON " + Sql.name(object);
            case SCHEMA, EXTENSION -> word(object.kind()) + " " + Sql.id(object.name());
            case FUNCTION -> "ROUTINE " + routine(object);
            default -> word(object.kind()) + " " + Sql.name(object);
        };
    }

    /** Its name ends with the types of its arguments. */
    private static String routine(ObjectName object) {
        int types = Math.max(object.name().indexOf('('), 0);
        return Sql.id(object.schema()) + "." + Sql.id(object.name().substring(0, types))
                + object.name().substring(types);
    }

    private static String word(ObjectKind kind) {
        return kind.label().toUpperCase(java.util.Locale.ROOT);
    }
}
