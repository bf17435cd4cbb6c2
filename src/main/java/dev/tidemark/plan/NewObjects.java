package dev.tidemark.plan;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.kinds.KindRules;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.DeclaredText;
import dev.tidemark.plan.sql.Sequences;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.tables.Recreated;
import dev.tidemark.plan.views.ViewRebuilds;
import dev.tidemark.schema.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is new runs as it is declared, in the order in which what a statement names comes before it. */
final class NewObjects {
    private static final Pattern STAR = Pattern.compile("\\*|\\bnatural\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern OWNED = Pattern.compile("(?is)ALTER\\s+SEQUENCE\\s.*\\sOWNED\\s+BY\\s.*");

    /** What a new sequence's statement says of the column that it belongs to. */
    private static final Pattern OWNER = Pattern.compile(
            "(?i)\\s+OWNED\\s+BY\\s+(?!NONE\\b)((?:\"(?:[^\"]|\"\")*\"|[\\w$]+)(?:\\s*\\.\\s*(?:\"(?:[^\"]|\"\")*\"|[\\w$]+))+)");

    /** Tables that exist are attached by a change of their own. */
    private static final Pattern ATTACH = Pattern.compile("(?is)ALTER\\s+TABLE\\s.*\\sATTACH\\s+PARTITION\\s.*");

    private final Context ctx;
    private final Overloads overloads;
    private final Recreated recreated;
    private final Set<ObjectName> added = new HashSet<>();
    private final Map<ObjectName, ObjectName> addedByKey = new HashMap<>();
    private final Map<QName, Table> tables = new HashMap<>();
    /** Sequences that come with the columns of new tables. */
    private final List<Sequence> owned = new ArrayList<>();

    NewObjects(Context ctx) {
        this.ctx = ctx;
        this.overloads = new Overloads(ctx);
        this.recreated = new Recreated(ctx);
        ctx.changes().all(Change.AddSchema.class).forEach(c -> added.add(schema(c.schema())));
        ctx.changes().all(Change.AddTable.class).forEach(c -> {
            added.add(Context.table(c.table().name()));
            tables.put(c.table().name(), c.table());
        });
        ctx.changes()
                .all(Change.RecreateTable.class)
                .flatMap(Change.RecreateTable::next)
                .forEach(t -> {
                    added.add(Context.table(t.name()));
                    tables.put(t.name(), t);
                });
        ctx.changes()
                .all(Change.AddEnum.class)
                .forEach(c -> added.add(ObjectNames.of(ObjectKind.TYPE, c.type().name())));
        // That of a serial column of a table that exists is made as the catalog has it.
        ctx.changes()
                .all(Change.AddSequence.class)
                .filter(c -> declares(
                                ObjectNames.of(ObjectKind.SEQUENCE, c.sequence().name()))
                        || c.sequence().ownedByTable() == null
                        || !ctx.exists(c.sequence().ownedByTable()))
                .forEach(c -> added.add(
                        ObjectNames.of(ObjectKind.SEQUENCE, c.sequence().name())));
        ctx.declared().sequences().values().stream()
                .filter(s -> s.ownedByTable() != null && tables.containsKey(s.ownedByTable()))
                .filter(s -> !ctx.live().sequences().containsKey(s.name())
                        || ctx.changes().recreation(s.ownedByTable()).isPresent())
                .forEach(s -> {
                    added.add(ObjectNames.of(ObjectKind.SEQUENCE, s.name()));
                    owned.add(s);
                });
        ctx.changes()
                .all(Change.AddOther.class)
                .forEach(c -> added.add(c.object().name()));
        ctx.changes()
                .all(Change.AddView.class)
                .forEach(c -> added.add(Context.view(c.view(), c.view().name())));
        added.forEach(name -> addedByKey.putIfAbsent(ObjectNames.withoutArguments(name), name));
    }

    ObjectName schema(String name) {
        return ObjectName.of(ObjectKind.SCHEMA, name, name);
    }

    /** Whether the declaration has a statement that makes it. */
    boolean declares(ObjectName object) {
        return ctx.input().schema().statements().stream()
                .anyMatch(d -> d.creates() != null && ObjectNames.same(d.creates(), object));
    }

    /**
     * The statements of what is new and of views that are made again.
     *
     * @param views what becomes of the views that exist
     * @param putOff what is not made now
     */
    Made make(ViewRebuilds views, Set<ObjectName> putOff) {
        Made made = new Made(new ArrayList<>(), new HashSet<>());
        added.removeAll(putOff);
        addedByKey.values().removeAll(putOff);
        schemas(made);
        for (Declared declared : ctx.input().schema().ordered()) {
            if (DeclaredText.isRun(declared)) {
                new Placing(views, made).place(declared);
            }
        }
        undeclared(made);
        return made;
    }

    /** @param statementsOf objects that had a statement */
    record Made(List<Op> ops, Set<ObjectName> statementsOf) {}

    /** A place in the order, as far as the requirements leave a choice. */
    private record Slot(Stage stage, Rank rank) {}

    private void schemas(Made made) {
        ctx.changes().all(Change.AddSchema.class).forEach(c -> {
            if (!declares(schema(c.schema()))) {
                made.ops()
                        .add(Op.free(
                                Stage.CREATE, Rank.CREATE, "CREATE SCHEMA " + Sql.id(c.schema()), schema(c.schema())));
            }
            grant(made, "USAGE", "SCHEMA " + Sql.id(c.schema()), schema(c.schema()), Stage.CREATE);
        });
    }

    /** Sequences that {@code serial} makes. */
    private void undeclared(Made made) {
        Stream.concat(ctx.changes().all(Change.AddSequence.class).map(Change.AddSequence::sequence), owned.stream())
                .distinct()
                .forEach(s -> {
                    ObjectName name = ObjectNames.of(ObjectKind.SEQUENCE, s.name());
                    if (!made.statementsOf().contains(name)) {
                        QName owner = s.ownedByTable();
                        ObjectName needed = owner == null ? name : Context.table(owner);
                        grant(made, "USAGE, SELECT", "SEQUENCE " + Sql.name(name), needed, Stage.CREATE);
                    }
                });
    }

    private void grant(Made made, String rights, String target, ObjectName object, Stage stage) {
        Set<String> roles = ctx.policy().runtimeRoles();
        if (!roles.isEmpty()) {
            String sql = "GRANT " + rights + " ON " + target + " TO " + Sql.roles(roles);
            made.ops().add(Op.free(stage, Rank.GRANT, sql, object));
        }
    }

    /** Finds a statement's place. */
    private final class Placing {
        private final ViewRebuilds views;
        private final Made made;

        Placing(ViewRebuilds views, Made made) {
            this.views = views;
            this.made = made;
        }

        void place(Declared declared) {
            @Nullable ObjectName object = served(declared);
            if (object == null) {
                return;
            }
            boolean creates = declared.creates() != null;
            Slot slot = Recreated.change(ctx, object).isPresent() ? new Slot(Stage.LATE, Rank.CREATE) : slot(object);
            if (overloads.concerns(object)) {
                overloaded(declared, object, slot);
                return;
            }
            @Nullable String instead = views.replacing(object);
            if (instead != null && !(creates && object.equals(declared.creates()))) {
                return;
            }
            made.ops().add(op(declared, object, slot, instead == null ? spelledOut(declared, object) : instead));
            made.statementsOf().add(object);
            if (creates && instead == null) {
                rights(object, slot.stage());
            }
        }

        /**
         * The statement of a view whose {@code *} would take in what a table that exists has beyond its declaration (columns whose drop comes later or is
         * withheld, or that nobody declared) or has in another order: with the columns that the declaration means.
         */
        private @Nullable String spelledOut(Declared declared, ObjectName object) {
            return object.equals(declared.creates())
                            && STAR.matcher(declared.sql()).find()
                    ? views.spelledOut(object, DeclaredText.isWithoutData(declared))
                    : null;
        }

        /** A rule as PostgreSQL understood it: an INSERT without a list of columns means the order in which they are declared. */
        private Optional<String> rule(@Nullable ObjectName rule) {
            return rule == null || rule.kind() != ObjectKind.RULE
                    ? Optional.empty()
                    : Optional.ofNullable(ctx.declared().other(rule)).map(o -> SqlText.again(o.attribute("create")));
        }

        /** That a new sequence belongs to a column is said once the column is there, whose default may need the sequence. */
        private String withoutOwner(Declared declared, ObjectName object, Slot slot) {
            Matcher owner = OWNER.matcher(declared.sql());
            Sequence sequence = ctx.declared().sequences().get(QName.of(object));
            QName table = sequence == null ? null : sequence.ownedByTable();
            if (!object.equals(declared.creates())
                    || object.kind() != ObjectKind.SEQUENCE
                    || sequence == null
                    || table == null
                    || !owner.find()) {
                return declared.sql();
            }
            String column = String.valueOf(sequence.ownedByColumn());
            made.ops()
                    .add(Op.free(slot.stage(), Rank.SEQUENCE, Sequences.ownedBy(sequence), object)
                            .doing(Effects.NONE
                                    .needing(object)
                                    .needing(Context.table(table))
                                    .needing(Context.column(table, column))));
            return owner.replaceFirst("");
        }

        private void overloaded(Declared declared, ObjectName object, Slot slot) {
            for (OtherObject function : overloads.isLast(declared) ? overloads.added(object) : List.<OtherObject>of()) {
                Overloads.statements(function)
                        .forEach(sql -> made.ops()
                                .add(Op.free(slot.stage(), slot.rank(), sql, function.name())
                                        .path(declared.searchPath())));
                made.statementsOf().add(function.name());
            }
        }

        /** The new (or renewed) object that a statement belongs to. */
        private @Nullable ObjectName served(Declared declared) {
            ObjectName target = declared.target();
            if (ATTACH.matcher(declared.sql()).matches()
                    && ctx.changes()
                            .all(Change.ChangeTable.class)
                            .anyMatch(
                                    c -> declared.names().contains(c.to().name().name()))) {
                return null;
            }
            if (target != null && OWNED.matcher(declared.sql()).matches() && belongsToWhatExists(target)) {
                return null;
            }
            if (isChangedInPlace(declared.creates())) {
                return null;
            }
            Optional<ObjectName> served = added(declared.creates())
                    .or(() -> added(target))
                    .or(() -> Optional.ofNullable(target).flatMap(this::ofKey));
            return served.orElse(target != null && views.renews(target) ? target : null);
        }

        /** Then its own change makes it, though it may be about something that is new. */
        private boolean isChangedInPlace(@Nullable ObjectName object) {
            return object != null
                    && object.member().isEmpty()
                    && ctx.changes().all(Change.ChangeOther.class).anyMatch(c -> object.equals(c.to().name()));
        }

        /** The new table to one of whose keys an index belongs. */
        private Optional<ObjectName> ofKey(ObjectName index) {
            String name = index.member().isEmpty() ? index.name() : index.member();
            return index.kind() != ObjectKind.INDEX
                    ? Optional.empty()
                    : tables.values().stream()
                            .filter(t -> t.name().schema().equals(index.schema()))
                            .filter(t -> t.index(name).isPresent())
                            .map(t -> Context.table(t.name()))
                            .findFirst();
        }

        /** Then the change of the sequence says it, after the column is there. */
        private boolean belongsToWhatExists(ObjectName sequence) {
            Sequence wanted = ctx.declared().sequences().get(QName.of(sequence));
            return wanted != null
                    && wanted.ownedByTable() != null
                    && ctx.exists(wanted.ownedByTable())
                    && ctx.changes().recreation(wanted.ownedByTable()).isEmpty();
        }

        private Optional<ObjectName> added(@Nullable ObjectName named) {
            return named == null
                    ? Optional.empty()
                    : Optional.ofNullable(addedByKey.get(ObjectNames.withoutArguments(named)));
        }

        private Op op(Declared declared, ObjectName object, Slot slot, @Nullable String instead) {
            if (instead != null) {
                return Op.free(slot.stage(), slot.rank(), instead, object);
            }
            String sql = rule(declared.creates()).orElseGet(() -> withoutOwner(declared, object, slot));
            Op op = Op.free(slot.stage(), slot.rank(), DeclaredText.insideTransaction(sql), object)
                    .doing(effects(declared, object))
                    .path(declared.searchPath())
                    .making(weight(declared));
            Optional<Change.RecreateTable> again = Recreated.change(ctx, object);
            if (again.isPresent()) {
                return recreated.placed(new LocksOfNew(ctx).on(op, declared, object), declared, again.get());
            }
            QName relation = QName.of(object);
            boolean onExisting = !object.member().isEmpty() && ctx.exists(relation);
            return onExisting
                    ? op.locking(Kinds.find(object).map(KindRules::createLock).orElse(LockMode.SHARE_ROW_EXCLUSIVE))
                            .touching(Set.of(relation))
                    : new CopiedTables(ctx).after(new LocksOfNew(ctx).on(op, declared, object), declared);
        }

        private int weight(Declared declared) {
            ObjectName it = declared.creates();
            if (it == null || it.kind() != ObjectKind.TABLE) {
                return 1;
            }
            Table table = tables.get(QName.of(it));
            return 3 + (table == null ? 0 : table.indexes().size());
        }

        /** What a statement makes, and what it is about. */
        private static Effects effects(Declared declared, ObjectName object) {
            @Nullable ObjectName creates = declared.creates();
            Set<ObjectName> makes =
                    creates == null ? Set.of() : Set.of(ObjectNames.same(creates, object) ? object : creates);
            Set<ObjectName> needs = makes.contains(object) ? Set.of() : Set.of(object);
            return new Effects(makes, Set.of(), needs);
        }

        private static Slot slot(ObjectName object) {
            if (Kinds.of(object).acts()) {
                return new Slot(Stage.DROPS, Rank.CREATE_VIEW);
            }
            return object.kind() == ObjectKind.VIEW || object.kind() == ObjectKind.MATERIALIZED_VIEW
                    ? new Slot(Stage.LATE, Rank.CREATE_VIEW)
                    : new Slot(Stage.CREATE, Rank.CREATE);
        }

        private void rights(ObjectName object, Stage stage) {
            switch (object.kind()) {
                case TABLE -> grant(made, "SELECT, INSERT, UPDATE, DELETE", "TABLE " + Sql.name(object), object, stage);
                case VIEW, MATERIALIZED_VIEW -> grant(made, "SELECT", "TABLE " + Sql.name(object), object, stage);
                case SEQUENCE -> grant(made, "USAGE, SELECT", "SEQUENCE " + Sql.name(object), object, stage);
                default -> {}
            }
        }
    }
}
