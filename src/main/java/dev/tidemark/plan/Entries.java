package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Action;
import dev.tidemark.Plan.Entry;
import dev.tidemark.Plan.Fate;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Estimates;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.views.ViewDrafts;
import dev.tidemark.plan.views.ViewRebuilds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a reader sees: one entry for each object that stands by itself, those in step included. */
final class Entries {
    private final Context ctx;
    private final ViewRebuilds views;
    private final List<Fated> fated;
    /** Statements that belong to whole objects, not to one change. */
    private final Map<ObjectName, List<Op>> objectOps;

    private final Rebuilds rebuilds;

    Entries(Context ctx, ViewRebuilds views, List<Fated> fated, List<Op> objectOps, Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
        this.ctx = ctx;
        this.views = views;
        this.fated = fated;
        this.objectOps = objectOps.stream().collect(Collectors.groupingBy(Op::object));
    }

    List<Entry> all() {
        Map<ObjectName, List<Plan.Change>> changes = new TreeMap<>();
        Set<ObjectName> told = new HashSet<>();
        for (Fated f : fated) {
            if (silent(f)) {
                continue;
            }
            boolean whole = f.applied()
                    && f.draft().object().equals(f.draft().entry())
                    && told.add(f.draft().object());
            changes.computeIfAbsent(f.draft().entry(), e -> new ArrayList<>()).add(change(f, whole));
        }
        madeAnew(changes, told);
        rebuilt(changes);
        inSync().forEach(o -> changes.computeIfAbsent(o, e -> new ArrayList<>()));
        Map<QName, String> renamed = renamed();
        Set<ObjectName> growing = growing();
        return changes.entrySet().stream()
                .map(e -> entry(e.getKey(), e.getValue(), renamed, growing))
                .toList();
    }

    /** Kinds that are only named stand among the notes. */
    private static boolean silent(Fated f) {
        return OtherDrafts.isOnlyNamed(f.draft().change())
                || (f.draft().change() instanceof Change.ChangeTable
                        && f.applied()
                        && f.ops().isEmpty());
    }

    private Plan.Change change(Fated f, boolean whole) {
        Draft draft = f.draft();
        List<String> sql = new ArrayList<>();
        if (whole) {
            objectOps.getOrDefault(draft.object(), List.of()).forEach(op -> sql.add(op.sql()));
        }
        f.ops().forEach(op -> sql.add(op.sql()));
        return new Plan.Change(
                draft.object(),
                draft.action(),
                draft.summary(),
                f.fate(),
                draft.cost(),
                draft.estimate(),
                draft.hazards(),
                sql);
    }

    /** Views that nothing of their own changes, but that have to go for a moment. */
    private void madeAnew(Map<ObjectName, List<Plan.Change>> changes, Set<ObjectName> told) {
        for (QName name : views.gone()) {
            ObjectName object =
                    Context.view(Objects.requireNonNull(ctx.live().views().get(name)), name);
            if (told.contains(object)) {
                continue;
            }
            List<String> sql = objectOps.getOrDefault(object, List.of()).stream()
                    .map(Op::sql)
                    .toList();
            List<HazardNote> hazards = new ArrayList<>();
            if (object.kind() == ObjectKind.MATERIALIZED_VIEW) {
                hazards.add(new HazardNote(Hazard.ACCESS_EXCLUSIVE_LOCK, ViewDrafts.FILLED, ""));
            }
            changes.computeIfAbsent(object, e -> new ArrayList<>())
                    .add(new Plan.Change(
                            object,
                            Action.ALTER,
                            "made again, since what it reads changes",
                            Fate.APPLY,
                            CostClass.INSTANT,
                            Estimates.INSTANT,
                            hazards,
                            sql));
        }
    }

    /** Whatever else has to go for a moment. */
    private void rebuilt(Map<ObjectName, List<Plan.Change>> changes) {
        Set<ObjectName> own = fated.stream()
                .filter(f -> f.applied() && f.draft().object().equals(f.draft().entry()))
                .map(f -> f.draft().object())
                .collect(Collectors.toSet());
        rebuilds.ops().forEach((object, ops) -> {
            if (own.contains(object)) {
                return;
            }
            CostClass cost = ops.stream().map(Op::cost).max(Enum::compareTo).orElse(CostClass.INSTANT);
            changes.computeIfAbsent(rebuilds.entry(object), e -> new ArrayList<>())
                    .add(new Plan.Change(
                            object,
                            Action.ALTER,
                            object.kind().label()
                                    + (object.member().isEmpty() ? "" : " " + object.member())
                                    + "  dropped and made again, since what it depends on changes",
                            Fate.APPLY,
                            cost,
                            ops.stream().map(Op::estimate).reduce(java.time.Duration.ZERO, java.time.Duration::plus),
                            List.of(),
                            ops.stream().map(Op::sql).toList()));
        });
    }

    private Set<ObjectName> inSync() {
        Catalog live = ctx.live();
        Catalog declared = ctx.declared();
        Set<ObjectName> objects = new HashSet<>();
        declared.tables().keySet().stream()
                .filter(ctx::exists)
                .map(Context::table)
                .forEach(objects::add);
        declared.views().forEach((name, view) -> {
            if (live.views().containsKey(name)) {
                objects.add(Context.view(view, name));
            }
        });
        declared.enums().keySet().stream()
                .filter(name -> live.enums().containsKey(name))
                .map(name -> ObjectNames.of(ObjectKind.TYPE, name))
                .forEach(objects::add);
        declared.sequences().values().stream()
                .filter(s -> s.ownedByTable() == null && live.sequences().containsKey(s.name()))
                .forEach(s -> objects.add(ObjectNames.of(ObjectKind.SEQUENCE, s.name())));
        Set<ObjectName> others =
                declared.others().stream().map(OtherObject::name).collect(Collectors.toSet());
        ctx.changes().all(Change.ChangeOther.class).forEach(c -> others.remove(c.to().name()));
        live.others().stream()
                .map(OtherObject::name)
                .filter(o -> o.member().isEmpty() && others.contains(o))
                .forEach(objects::add);
        return objects;
    }

    private Entry entry(
            ObjectName object, List<Plan.Change> changes, Map<QName, String> renamed, Set<ObjectName> growing) {
        Optional<Table> table = ctx.live(QName.of(object));
        return new Entry(
                object,
                action(object, changes, growing),
                renamed.get(QName.of(object)),
                changes,
                table.filter(t -> t.estimatedRows() >= 0)
                        .map(t -> OptionalLong.of(t.estimatedRows()))
                        .orElse(OptionalLong.empty()),
                table.filter(t -> t.bytes() >= 0)
                        .map(t -> OptionalLong.of(t.bytes()))
                        .orElse(OptionalLong.empty()));
    }

    private static Action action(ObjectName object, List<Plan.Change> changes, Set<ObjectName> growing) {
        if (changes.isEmpty()) {
            return Action.IN_SYNC;
        }
        boolean grows = growing.contains(object);
        return changes.stream()
                .filter(c -> c.object().equals(object) && c.action() != Action.ALTER && !grows)
                .map(Plan.Change::action)
                .findFirst()
                .orElse(Action.ALTER);
    }

    /** What is created of a type that gains labels is the labels. */
    private Set<ObjectName> growing() {
        return ctx.changes()
                .all(Change.AddEnumValue.class)
                .map(c -> c.type().object())
                .collect(Collectors.toSet());
    }

    /** What was renamed, under its new name, with its old one. */
    private Map<QName, String> renamed() {
        Map<QName, String> renamed = new HashMap<>();
        for (Fated f : fated) {
            switch (f.draft().change()) {
                case Change.RenameTable r ->
                    renamed.putIfAbsent(r.to(), r.from().name());
                case Change.RenameView r ->
                    renamed.putIfAbsent(r.to(), r.from().name().name());
                case Change.RenameType r -> renamed.putIfAbsent(r.to(), r.from().name());
                default -> {}
            }
        }
        return renamed;
    }
}
