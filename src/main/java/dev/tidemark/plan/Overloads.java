package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.kinds.KindRules;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * New functions whose name a function that exists has already: a statement does not say by its words alone which of them it makes, so they are made as
 * PostgreSQL understood them.
 */
final class Overloads {
    private final Context ctx;

    Overloads(Context ctx) {
        this.ctx = ctx;
    }

    /** Whether running the statements of this name would meet functions that are there. */
    boolean concerns(ObjectName object) {
        return (object.kind() == ObjectKind.FUNCTION || isAmbiguous(object))
                && ctx.live().others().stream().map(OtherObject::name).anyMatch(n -> ObjectNames.same(n, object));
    }

    /** Whether its name does not tell it from others of its kind: an operator, a cast. */
    private static boolean isAmbiguous(ObjectName object) {
        boolean operator = object.name().startsWith("operator ")
                && !object.name().startsWith("operator class ")
                && !object.name().startsWith("operator family ");
        return object.kind() == ObjectKind.OTHER && (operator || object.name().startsWith("cast("));
    }

    /** Whether all that any function of this name needs is there once this statement's turn has come. */
    boolean isLast(Declared declared) {
        ObjectName made = declared.creates();
        return made != null
                && declared.equals(ctx.input().schema().ordered().stream()
                        .filter(d -> d.creates() != null && ObjectNames.same(Objects.requireNonNull(d.creates()), made))
                        .reduce(declared, (a, b) -> b));
    }

    /** Those of this name that are new. */
    List<OtherObject> added(ObjectName object) {
        return ctx.changes()
                .all(Change.AddOther.class)
                .map(Change.AddOther::object)
                .filter(o -> ObjectNames.same(o.name(), object))
                .toList();
    }

    /** The statements that make it. */
    static List<String> statements(OtherObject function) {
        KindRules rules = Kinds.of(function.name());
        List<String> sql = new ArrayList<>(rules.create(function));
        String comment = function.comment();
        if (comment != null) {
            sql.add("COMMENT ON " + rules.reference(function) + " IS " + Sql.literal(comment));
        }
        return sql;
    }
}
