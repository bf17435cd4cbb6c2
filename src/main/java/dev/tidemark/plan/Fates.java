package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.Plan.Fate;
import dev.tidemark.catalog.Dependencies;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fates flow along the dependencies: what needs a change that is withheld or deferred is put off with it, and so is the drop of what something that stays
 * depends on. What is put off takes more along, until nothing changes any more.
 */
final class Fates {
    /** They hold rows, or what holds rows: they are made all the same. */
    private static final Set<ObjectKind> NEVER_PUT_OFF =
            Set.of(ObjectKind.SCHEMA, ObjectKind.TABLE, ObjectKind.SEQUENCE);

    /** What depends on them can be made again around another shape of theirs. */
    private static final Set<ObjectKind> FOLLOWED =
            Set.of(ObjectKind.COLUMN, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

    private final Context ctx;
    private List<Fated> all;
    /** What is not there yet. */
    private final Map<ObjectName, Fated> created = new HashMap<>();
    /** What keeps a shape that is not its declared one. */
    private final Map<ObjectName, Fated> reshaped = new HashMap<>();
    /** What stays although nobody declares it, or keeps a definition that nobody declares. */
    private final Map<ObjectName, Fated> kept = new HashMap<>();

    private Fates(Context ctx, List<Fated> all) {
        this.ctx = ctx;
        this.all = all;
    }

    /** The same changes in the same order, some of them with another fate. */
    static List<Fated> settle(Context ctx, List<Fated> judged) {
        return new Fates(ctx, judged).settled();
    }

    private List<Fated> settled() {
        List<Fated> before;
        do {
            before = all;
            index();
            all = all.stream().map(f -> f.applied() ? putOff(f).orElse(f) : f).toList();
        } while (!all.equals(before));
        Set<ObjectName> gone = gone();
        return all.stream().map(f -> f.applied() ? f : possible(f, gone)).toList();
    }

    private void index() {
        for (Fated f : all) {
            if (f.fate() == Fate.WITHHELD || f.fate() == Fate.DEFERRED) {
                Draft draft = f.draft();
                ObjectName object = draft.object();
                if (draft.action() == Action.CREATE) {
                    created.putIfAbsent(object, f);
                } else if (draft.action() == Action.DROP || makes(draft)) {
                    kept.putIfAbsent(object, f);
                }
                if (draft.reshapes()) {
                    reshaped.putIfAbsent(object, f);
                }
            }
        }
    }

    /** Whether it gives its object another definition, rather than a property beside it. */
    private static boolean makes(Draft draft) {
        return draft.reshapes()
                || draft.ops().stream()
                        .anyMatch(op ->
                                op.rank() != Rank.RENAME && op.effects().makes().contains(draft.object()));
    }

    /** The change with the fate of what it cannot do without; empty where it can be done. */
    private Optional<Fated> putOff(Fated fated) {
        Draft draft = fated.draft();
        if (draft.change() instanceof Change.AddTable c) {
            return refersTo(c.table()).map(cause -> blocked(cause, draft));
        }
        if (draft.change() instanceof Change.RecreateTable c) {
            return refersTo(c.to()).map(cause -> blocked(cause, draft));
        }
        Optional<Cause> cause = prerequisite(draft).or(() -> spokenOf(fated));
        if (draft.action() == Action.DROP) {
            cause = cause.or(() -> held(draft));
        } else if (!NEVER_PUT_OFF.contains(draft.object().kind())) {
            cause = cause.or(() -> missing(draft)).or(() -> heldByOthers(draft));
        }
        return cause.map(c -> as(c, draft));
    }

    /** The key of another table that a new one cannot refer to yet. */
    private Optional<Cause> refersTo(Table table) {
        return table.constraints().stream()
                .flatMap(c -> absentFor(table.object().member(ObjectKind.CONSTRAINT, c.name())).stream())
                .findFirst();
    }

    private Fated blocked(Cause cause, Draft draft) {
        Draft other = cause.fated().draft();
        return PolicyPass.blocked(
                draft,
                List.of(ctx.problem(
                        "TDM-220",
                        draft.object(),
                        draft.inSentence() + ": it refers to " + other.object() + ", which " + cause.what()
                                + ", and the new version cannot do without it",
                        "let that change run as well: outside of safe mode, with what breaks allowed, or with"
                                + " more time")));
    }

    private Optional<Cause> prerequisite(Draft draft) {
        return draft.prerequisites().isEmpty()
                ? Optional.empty()
                : all.stream()
                        .filter(f -> !f.applied()
                                && draft.prerequisites().contains(f.draft().change()))
                        .findFirst()
                        .map(f -> new Cause(f, "stays as it is"));
    }

    /** What its statements speak of, or wait for. */
    private Optional<Cause> spokenOf(Fated fated) {
        return fated.ops().stream()
                .flatMap(op -> Stream.concat(
                        op.effects().needs().stream()
                                .flatMap(o -> Stream.ofNullable(created.get(o)))
                                .map(f -> new Cause(f, "is not there yet")),
                        op.effects().awaits().stream()
                                .flatMap(o -> stays(o).stream())
                                .map(f -> new Cause(f, "stays"))))
                .findFirst();
    }

    /** What it is made of, as declared. */
    private Optional<Cause> missing(Draft draft) {
        ObjectName object = draft.object();
        Fated own = reshaped.get(object);
        boolean byAnother = draft.ops().isEmpty() && draft.action() == Action.ALTER;
        if (draft.action() != Action.CREATE && !makes(draft) && !(byAnother && own != null)) {
            return Optional.empty();
        }
        if (own != null) {
            return Optional.of(new Cause(own, "stays as it is"));
        }
        return absentFor(object);
    }

    /** What an object needs as declared and does not find. */
    private Optional<Cause> absentFor(ObjectName object) {
        if (created.isEmpty() && reshaped.isEmpty() && kept.isEmpty()) {
            return Optional.empty();
        }
        for (Dependency d : ctx.declaredDependencies().of(object)) {
            ObjectName used = Dependencies.used(ctx.declared(), d);
            Fated absent = created.get(used);
            if (absent != null) {
                return Optional.of(
                        new Cause(absent, "is " + absent.fate().name().toLowerCase(Locale.ROOT)));
            }
            Fated overload = used.kind() == ObjectKind.FUNCTION ? keptOverload(used) : null;
            if (overload != null) {
                return Optional.of(new Cause(overload, "stays, and a call could mean either"));
            }
            Fated old = reshaped.get(used);
            if (old != null && computes(object) && !hasAlready(used, d.column())) {
                return Optional.of(new Cause(old, "stays as it is"));
            }
        }
        return Optional.empty();
    }

    /** A function of the same name that stays although nobody declares it. */
    private @Nullable Fated keptOverload(ObjectName function) {
        return kept.values().stream()
                .filter(f -> f.draft().action() == Action.DROP)
                .filter(f -> ObjectNames.same(f.draft().object(), function))
                .findFirst()
                .orElse(null);
    }

    /** What depends on it, and stays. */
    private Optional<Cause> held(Draft draft) {
        ObjectName object = draft.object();
        if (object.kind() == ObjectKind.SCHEMA) {
            return all.stream()
                    .filter(f ->
                            !f.applied() || OtherDrafts.isOnlyNamed(f.draft().change()))
                    .filter(f -> !f.draft().object().equals(object)
                            && f.draft().object().schema().equals(object.schema()))
                    .findFirst()
                    .map(f -> new Cause(f, "stays"));
        }
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Stream<ObjectName> owners = draft.ops().isEmpty()
                ? ctx.dependencies().of(object).stream().map(d -> Dependencies.used(ctx.live(), d))
                : Stream.of();
        // Without a statement of its own it goes with what it depends on.
        return Stream.concat(owners, dependants(object).stream())
                .filter(d -> !d.equals(object) && !isMember(d, object))
                .flatMap(d -> stays(d).stream())
                .findFirst()
                .map(f -> new Cause(f, "stays"));
    }

    /** What would have to be made again around it, and needs something else that is put off. */
    private Optional<Cause> heldByOthers(Draft draft) {
        ObjectName object = draft.object();
        return !draft.reshapes() || FOLLOWED.contains(object.kind())
                ? Optional.empty()
                : dependants(object).stream()
                        .flatMap(d -> absentFor(d).stream())
                        .findFirst();
    }

    private static boolean isMember(ObjectName member, ObjectName whole) {
        return whole.member().isEmpty()
                && !member.member().isEmpty()
                && QName.of(member).equals(QName.of(whole));
    }

    private List<ObjectName> dependants(ObjectName object) {
        Dependencies live = ctx.dependencies();
        List<Dependency> edges = switch (object.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> live.on(QName.of(object));
            default -> live.users(object);
        };
        return edges.stream().map(Dependency::dependent).toList();
    }

    /** Whether a view has a column as it should be before it is replaced. */
    private boolean hasAlready(ObjectName used, @Nullable String column) {
        View live = ctx.live().views().get(QName.of(used));
        View declared = ctx.declared().views().get(QName.of(used));
        return live != null
                && declared != null
                && column != null
                && declared.columns().stream()
                        .filter(c -> c.name().equals(column))
                        .anyMatch(c -> live.columns().stream()
                                .anyMatch(
                                        l -> l.name().equals(column) && l.type().equals(c.type())));
    }

    /** Whether it is more than a column that has a type. */
    private boolean computes(ObjectName object) {
        return object.kind() != ObjectKind.COLUMN
                || ctx.declared(QName.of(object))
                        .flatMap(t -> t.column(object.member()))
                        .filter(c -> c.defaultSql() != null)
                        .isPresent();
    }

    /** The change that would have taken an object away, or made it let go of what it depends on, and does not. */
    private Optional<Fated> stays(ObjectName object) {
        return Optional.ofNullable(kept.get(object))
                .or(() -> object.member().isEmpty()
                        ? Optional.empty()
                        : kept.values().stream()
                                .filter(f -> f.draft().action() == Action.DROP
                                        && isMember(object, f.draft().object()))
                                .findFirst());
    }

    /** What is not there any more, or not as it was, once everything has run. */
    private Set<ObjectName> gone() {
        Set<ObjectName> gone = new HashSet<>();
        for (Fated f : all) {
            f.ops().forEach(op -> gone.addAll(op.effects().drops()));
            if (f.applied() && (f.draft().action() == Action.DROP || f.draft().reshapes())) {
                gone.add(f.draft().object());
            }
        }
        return gone;
    }

    /** The half of a change that is put off, as far as nothing that stays forbids it. */
    private static Fated possible(Fated fated, Set<ObjectName> gone) {
        List<Op> ops = new ArrayList<>();
        List<String> notes = new ArrayList<>(fated.notes());
        for (Op op : fated.ops()) {
            Optional<ObjectName> awaited = op.effects().awaits().stream()
                    .filter(o -> !gone.contains(o))
                    .findFirst();
            if (awaited.isEmpty()) {
                ops.add(op);
            } else {
                notes.add(fated.draft().object().display() + " is kept as it is, NOT NULL included: " + awaited.get()
                        + " stays; new code must write it");
            }
        }
        return ops.size() == fated.ops().size()
                ? fated
                : new Fated(fated.draft(), fated.fate(), ops, fated.problems(), notes);
    }

    /** Why something cannot be done now. */
    private record Cause(Fated fated, String what) {}

    private static Fated as(Cause cause, Draft draft) {
        String why = cause.fated().draft().object() + " " + cause.what();
        if (cause.fated().fate() == Fate.WITHHELD) {
            return PolicyPass.withheld(draft, why);
        }
        Fated deferred = PolicyPass.deferred(draft, why);
        // The half that makes a constraint without a look at rows needs the same.
        return new Fated(draft, deferred.fate(), List.of(), List.of(), deferred.notes());
    }
}
