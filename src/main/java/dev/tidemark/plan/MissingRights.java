package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rights;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.views.ViewRebuilds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the role that would run a plan has no right to: found before anything ran. */
final class MissingRights {
    private final Context ctx;
    private final Rights rights;
    private final Catalog live;

    MissingRights(Context ctx) {
        this.ctx = ctx;
        this.rights = ctx.input().rights();
        this.live = ctx.live();
    }

    /** One problem for each object of another owner, each schema closed to the role; none where nobody asked the server. */
    List<Problem> of(List<Fated> changes, ViewRebuilds views) {
        if (rights.role().isEmpty()) {
            return List.of();
        }
        boolean runs = changes.stream().anyMatch(f -> f.applied() || !f.ops().isEmpty());
        if (runs && !rights.assumable()) {
            return List.of(notAssumable());
        }
        List<Problem> problems = new ArrayList<>();
        altered(changes, views).forEach((object, owner) -> {
            if (!rights.actsAs(owner)) {
                problems.add(foreign(object, owner));
            }
        });
        createdIn(changes, views).stream()
                .filter(s -> live.schemas().containsKey(s) && !rights.createsIn(s))
                .forEach(s -> problems.add(closed(s)));
        newSchema(changes).ifPresent(problems::add);
        aside(changes).ifPresent(problems::add);
        return problems;
    }

    private Map<ObjectName, String> altered(List<Fated> changes, ViewRebuilds views) {
        Map<ObjectName, String> owners = new TreeMap<>();
        for (Fated fated : changes) {
            if (needsOwner(fated)) {
                Stream.concat(
                                Stream.of(fated.draft().entry()),
                                fated.ops().stream().map(Op::object))
                        .forEach(o -> note(owners, o, isDrop(fated)));
            }
        }
        for (QName name : views.gone()) {
            View view = live.views().get(name);
            if (view != null) {
                note(owners, Context.view(view, name), views.dropsForGood(name));
            }
        }
        return owners;
    }

    /** A trigger asks for a right of its own on its table until it is dropped, and what only gets a note needs none. */
    private static boolean needsOwner(Fated fated) {
        return switch (fated.draft().change()) {
            case Change.AddOther c -> fated.applied() && c.object().name().kind() != ObjectKind.TRIGGER;
            case Change.ChangeOther c -> !fated.ops().isEmpty() && c.to().name().kind() != ObjectKind.TRIGGER;
            case Change.DropOther c -> !fated.ops().isEmpty();
            default -> fated.applied() || !fated.ops().isEmpty();
        };
    }

    private static boolean isDrop(Fated fated) {
        return switch (fated.draft().change()) {
            case Change.DropTable c -> true;
            case Change.DropView c -> true;
            case Change.DropEnum c -> true;
            case Change.DropSequence c -> true;
            default -> false;
        };
    }

    /** The owner of a schema may drop what others have in it. */
    private void note(Map<ObjectName, String> owners, ObjectName object, boolean drop) {
        SchemaInfo schema = live.schemas().get(object.schema());
        if (drop && schema != null && rights.actsAs(schema.owner())) {
            return;
        }
        String owner = owner(object);
        if (owner != null) {
            ObjectKind kind = live.tables().containsKey(QName.of(object)) ? ObjectKind.TABLE : object.kind();
            owners.put(ObjectName.of(kind, object.schema(), object.name()), owner);
        }
    }

    private @Nullable String owner(ObjectName object) {
        QName name = QName.of(object);
        if (object.kind() == ObjectKind.SCHEMA) {
            SchemaInfo schema = live.schemas().get(object.name());
            return schema == null ? null : schema.owner();
        }
        if (object.kind() == ObjectKind.TYPE) {
            EnumType type = live.enums().get(name);
            return type == null ? null : type.owner();
        }
        Table table = live.tables().get(name);
        if (table != null) {
            return table.owner();
        }
        Sequence sequence = live.sequences().get(name);
        if (sequence != null) {
            return sequence.owner();
        }
        View view = live.views().get(name);
        return view == null ? null : view.owner();
    }

    private Set<String> createdIn(List<Fated> changes, ViewRebuilds views) {
        Set<String> schemas = new TreeSet<>();
        changes.stream().filter(Fated::applied).map(f -> f.draft()).forEach(draft -> {
            String schema = created(draft);
            if (schema != null) {
                schemas.add(schema);
            }
        });
        views.gone().stream().filter(v -> !views.dropsForGood(v)).forEach(v -> schemas.add(v.schema()));
        return schemas;
    }

    /** The schema that a change makes a new relation, index or type in. */
    private static @Nullable String created(Draft draft) {
        String schema = draft.object().schema();
        return switch (draft.change()) {
            case Change.AddTable c -> schema;
            case Change.RecreateTable c -> schema;
            case Change.AddView c -> schema;
            case Change.AddEnum c -> schema;
            case Change.AddSequence c -> schema;
            case Change.AddOther c -> c.object().name().member().isEmpty() ? schema : null;
            case Change.AddIndex c -> schema;
            case Change.ReplaceIndex c -> schema;
            case Change.ReplaceEnum c -> schema;
            case Change.RenameTable c -> schema;
            case Change.RenameView c -> schema;
            case Change.RenameType c -> schema;
            case Change.RenameIndex c -> schema;
            case Change.RenameSequence c -> schema;
            case Change.AddConstraint c -> c.constraint().isKey() ? schema : null;
            case Change.ReplaceConstraint c -> c.to().isKey() ? schema : null;
            default -> null;
        };
    }

    private java.util.Optional<Problem> newSchema(List<Fated> changes) {
        return withoutSchemas(changes, Change.AddSchema.class)
                .map(o -> ctx.problem(
                        "TDM-404",
                        o,
                        "role " + rights.role() + " may not create schemas in this database",
                        "as the owner of the database, or a superuser:  CREATE SCHEMA " + Sql.id(o.name())
                                + " AUTHORIZATION " + Sql.id(rights.role()) + ";"));
    }

    /** A table that is made again is put into a schema of its own meanwhile. */
    private java.util.Optional<Problem> aside(List<Fated> changes) {
        return withoutSchemas(changes, Change.RecreateTable.class)
                .map(o -> ctx.problem(
                        "TDM-404",
                        o,
                        "role " + rights.role() + " may not create schemas in this database, and this table is put into"
                                + " one while it is made again",
                        "as the owner of the database, or a superuser:  GRANT CREATE ON DATABASE … TO "
                                + Sql.id(rights.role()) + ";"));
    }

    /** What the first change of a kind is about that cannot run, since the role may not create schemas. */
    private java.util.Optional<ObjectName> withoutSchemas(List<Fated> changes, Class<? extends Change> kind) {
        return changes.stream()
                .filter(f -> f.applied() && kind.isInstance(f.draft().change()) && !rights.createSchemas())
                .map(f -> f.draft().object())
                .findFirst();
    }

    private Problem notAssumable() {
        return Problem.of(
                "TDM-404",
                null,
                "this connection's role may not act as " + rights.role() + " (TIDEMARK_OWNER)",
                null,
                null,
                List.of(
                        "as a superuser:  GRANT " + Sql.id(rights.role()) + " TO <this connection's role>;",
                        "or sync without TIDEMARK_OWNER"));
    }

    private Problem foreign(ObjectName object, String owner) {
        String role = rights.role();
        return ctx.problem(
                "TDM-215",
                object,
                "belongs to role " + owner + ", which " + role
                        + " neither is nor is a member of; only its owner may alter it",
                "as " + owner + " or a superuser:  ALTER "
                        + object.kind().label().toUpperCase(Locale.ROOT) + " "
                        + (object.kind() == ObjectKind.SCHEMA ? Sql.id(object.name()) : Sql.name(object))
                        + " OWNER TO " + Sql.id(role) + ";",
                "or                   GRANT " + Sql.id(owner) + " TO " + Sql.id(role) + ";",
                "or act as it         TIDEMARK_OWNER=" + owner + ", where this connection's role may SET ROLE "
                        + Sql.id(owner));
    }

    private Problem closed(String schema) {
        String owner = Objects.requireNonNull(live.schemas().get(schema)).owner();
        return ctx.problem(
                "TDM-404",
                ObjectName.of(ObjectKind.SCHEMA, schema, schema),
                "role " + rights.role() + " may not create objects in this schema",
                "as " + owner + " or a superuser:  GRANT CREATE ON SCHEMA " + Sql.id(schema) + " TO "
                        + Sql.id(rights.role()) + ";");
    }
}
