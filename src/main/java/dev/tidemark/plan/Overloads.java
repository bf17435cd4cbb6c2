package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.diff.Change;
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
    private static final String AGGREGATE = "CREATE AGGREGATE";
    private static final String COMMENT = "\n\nCOMMENT ";

    private final Context ctx;

    Overloads(Context ctx) {
        this.ctx = ctx;
    }

    /** Whether running the statements of this name would meet functions that are there. */
    boolean concerns(ObjectName object, Declared declared) {
        return object.kind() == ObjectKind.FUNCTION
                && !declared.sql().regionMatches(true, 0, AGGREGATE, 0, AGGREGATE.length())
                && ctx.input().live().others().stream().map(OtherObject::name).anyMatch(n -> alike(n, object));
    }

    /** Whether all that any function of this name needs is there once this statement's turn has come. */
    boolean isLast(Declared declared) {
        ObjectName made = declared.creates();
        return made != null
                && declared.equals(ctx.input().schema().ordered().stream()
                        .filter(d -> d.creates() != null && alike(Objects.requireNonNull(d.creates()), made))
                        .reduce(declared, (a, b) -> b));
    }

    /** Those of this name that are new, aggregates left out. */
    List<OtherObject> added(ObjectName object) {
        return ctx.changes(Change.AddOther.class)
                .map(Change.AddOther::object)
                .filter(o -> alike(o.name(), object) && !o.definition().startsWith(AGGREGATE))
                .toList();
    }

    /** The statements that make it. */
    static List<String> statements(OtherObject function) {
        String text = function.definition();
        int body = Math.max(text.lastIndexOf("$function$"), text.lastIndexOf("$procedure$"));
        int comment = text.indexOf(COMMENT, Math.max(body, 0));
        List<String> sql = new ArrayList<>();
        sql.add((comment < 0 ? text : text.substring(0, comment)).strip());
        if (comment >= 0) {
            ObjectName name = function.name();
            String arguments = name.name().substring(name.name().indexOf('('));
            sql.add("COMMENT ON ROUTINE " + Sql.id(name.schema()) + "." + Sql.id(bare(name)) + arguments + " IS "
                    + Sql.literal(text.substring(comment + COMMENT.length())));
        }
        return sql;
    }

    private static boolean alike(ObjectName a, ObjectName b) {
        return a.kind() == b.kind() && a.schema().equals(b.schema()) && bare(a).equals(bare(b));
    }

    private static String bare(ObjectName function) {
        int arguments = function.name().indexOf('(');
        return arguments < 0 ? function.name() : function.name().substring(0, arguments);
    }
}
