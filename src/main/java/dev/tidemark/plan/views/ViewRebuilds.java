package dev.tidemark.plan.views;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Options;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The statements of views that go because of other changes, or are replaced: dropped first, made again last, in the order of their dependencies. */
public final class ViewRebuilds {
    /** What goes with a view. */
    private static final Set<ObjectKind> ON_VIEWS = Set.of(ObjectKind.TRIGGER, ObjectKind.RULE);

    private final Context ctx;
    private final Map<QName, View> live;
    /** Views that go. */
    private final NavigableSet<QName> goes;
    /** Of these, those that a change drops for good. */
    private final Set<QName> forGood;
    /** Views whose declared replacement is applied. */
    private final Map<QName, Change.ReplaceView> replaced = new HashMap<>();
    /** Views whose replacement is not applied: they come back as they are. */
    private final Set<QName> kept = new HashSet<>();
    /** Triggers and rules that a change drops. */
    private final Set<ObjectName> dropped = new HashSet<>();
    /** Those that a change alters, as they should be. */
    private final Map<ObjectName, OtherObject> altered = new HashMap<>();

    /**
     * The views that go and come back among these changes.
     *
     * @param goes views that are dropped
     * @param forGood of these, those that a change drops for good
     */
    public ViewRebuilds(Context ctx, List<Fated> changes, Set<QName> goes, Set<QName> forGood) {
        this.ctx = ctx;
        this.live = ctx.live().views();
        this.goes = new TreeSet<>(goes);
        this.forGood = Set.copyOf(forGood);
        for (Fated fated : changes) {
            if (fated.draft().change() instanceof Change.ReplaceView c) {
                if (fated.applied()) {
                    replaced.put(c.to().name(), c);
                } else {
                    kept.add(c.from().name());
                }
            } else if (fated.applied() && fated.draft().change() instanceof Change.DropOther c) {
                dropped.add(c.object().name());
            } else if (fated.applied() && fated.draft().change() instanceof Change.ChangeOther c) {
                altered.put(c.to().name(), c.to());
            }
        }
    }

    /** Views that a change drops for good or in order to make them again. */
    public Set<QName> gone() {
        return Collections.unmodifiableNavigableSet(goes);
    }

    /** Whether it is on a view that goes and comes back, and comes back with it. */
    public boolean brings(ObjectName object) {
        QName view = QName.of(object);
        return ON_VIEWS.contains(object.kind()) && goes.contains(view) && !forGood.contains(view);
    }

    public boolean dropsForGood(QName view) {
        return forGood.contains(view);
    }

    /** Whether the declared statements of a view that exists run again. */
    public boolean renews(ObjectName object) {
        QName name = QName.of(object);
        if (!ctx.declared().views().containsKey(name)) {
            return false;
        }
        return replaced.containsKey(name) || (goes.contains(name) && !forGood.contains(name) && !kept.contains(name));
    }

    /** The {@code CREATE OR REPLACE} that serves instead of the declared statements, where that is enough. */
    @Nullable
    public String replacing(ObjectName object) {
        QName name = QName.of(object);
        Change.ReplaceView change = replaced.get(name);
        if (change == null || goes.contains(name)) {
            return null;
        }
        return create("CREATE OR REPLACE VIEW", name, change.to());
    }

    /** The CREATE of a declared view that reads something that exists, as PostgreSQL understood its query; null where it reads none. */
    @Nullable
    public String spelledOut(ObjectName object, boolean noData) {
        QName name = QName.of(object);
        View view = ctx.declared().views().get(name);
        if (view == null || view.dependsOn().stream().noneMatch(ctx::exists)) {
            return null;
        }
        return create("CREATE " + kind(view), name, view) + (noData ? " WITH NO DATA" : "");
    }

    /** Drops, and what comes back as it was because nobody declares it (or its replacement is put off). */
    public List<Op> ops() {
        List<Op> ops = new ArrayList<>();
        List<QName> order = order();
        for (QName name : order.reversed()) {
            View view = live.get(name);
            if (view != null) {
                ops.add(Op.free(
                        Stage.LATE,
                        Rank.DROP_VIEW,
                        "DROP " + kind(view) + " " + Sql.name(name),
                        Context.view(view, name)));
            }
        }
        for (QName name : order) {
            View view = live.get(name);
            if (view != null && comesBackAsItWas(name)) {
                again(ops, view, name);
            } else if (view != null && !forGood.contains(name)) {
                ops.addAll(onView(view, o -> !isDeclared(o, name)));
            }
        }
        ViewRights rights = new ViewRights(ctx);
        for (QName name : order) {
            View view = live.get(name);
            View successor = view == null ? null : successor(view);
            if (view != null && successor != null) {
                ops.addAll(rights.restored(view, successor, name));
            }
        }
        return ops;
    }

    /** Whether a view that goes is made again from what it is now. */
    private boolean comesBackAsItWas(QName name) {
        View view = live.get(name);
        return view != null && goes.contains(name) && !forGood.contains(name) && !renews(Context.view(view, name));
    }

    /** What is there in the place of a view that went, if anything is. */
    private @Nullable View successor(View view) {
        if (comesBackAsItWas(view.name())) {
            return view;
        }
        return ctx.declared().views().get(view.name());
    }

    private void again(List<Op> ops, View view, QName now) {
        ObjectName object = Context.view(view, now);
        String create = create("CREATE " + kind(view), now, view) + (view.populated() ? "" : " WITH NO DATA");
        ops.add(Op.free(Stage.LATE, Rank.OLD_VIEW, SqlText.again(create), object));
        List<String> sql = new ArrayList<>();
        for (Index index : view.indexes()) {
            ops.add(part(object, object.member(ObjectKind.INDEX, index.name()), index.definition()));
            if (index.comment() != null) {
                sql.add(Comments.sql(object.member(ObjectKind.INDEX, index.name()), index.comment()));
            }
        }
        if (view.comment() != null) {
            sql.add(Comments.sql(object, view.comment()));
        }
        for (Column column : view.columns()) {
            if (column.defaultSql() != null) {
                sql.add("ALTER VIEW " + Sql.name(now) + " ALTER COLUMN " + Sql.id(column.name()) + " SET DEFAULT "
                        + column.defaultSql());
            }
            if (column.comment() != null) {
                sql.add(Comments.sql(object.member(ObjectKind.COLUMN, column.name()), column.comment()));
            }
        }
        ops.addAll(onView(view, o -> true));
        if (!ctx.policy().runtimeRoles().isEmpty()) {
            sql.add("GRANT SELECT ON TABLE " + Sql.name(now) + " TO "
                    + Sql.roles(ctx.policy().runtimeRoles()));
        }
        sql.forEach(s -> ops.add(
                Op.free(Stage.LATE, Rank.OLD_VIEW, SqlText.again(s), object).doing(Effects.NONE.needing(object))));
    }

    /** What makes a part of a view that is there. */
    private static Op part(ObjectName view, ObjectName part, String sql) {
        return Op.free(Stage.LATE, Rank.OLD_VIEW, SqlText.again(sql), view)
                .doing(Effects.making(part).needing(view));
    }

    /** What makes triggers and rules of a live view again. */
    private List<Op> onView(View view, Predicate<OtherObject> which) {
        return ctx.live().others().stream()
                .filter(o -> ON_VIEWS.contains(o.name().kind()) && view.name().names(o.name()))
                .filter(which)
                .filter(o -> !dropped.contains(Context.view(view, view.name())
                        .member(o.name().kind(), o.name().member())))
                .map(o -> altered.getOrDefault(
                        Context.view(view, view.name())
                                .member(o.name().kind(), o.name().member()),
                        o))
                .map(o -> part(
                        Context.view(view, view.name()),
                        o.name(),
                        o.definition().split("\nCOMMENT ", 2)[0]))
                .toList();
    }

    private boolean isDeclared(OtherObject onView, QName viewNow) {
        return ctx.declared().others().stream()
                .map(OtherObject::name)
                .anyMatch(n -> n.kind() == onView.name().kind()
                        && viewNow.names(n)
                        && n.member().equals(onView.name().member()));
    }

    private static String create(String head, QName name, View view) {
        String options = view.options().isEmpty()
                ? ""
                : " WITH ("
                        + String.join(
                                ", ",
                                view.options().stream().map(Options::assignment).toList()) + ")";
        String query = SqlText.again(view.definition()).strip();
        return head + " " + Sql.name(name) + options + " AS "
                + (query.endsWith(";") ? query.substring(0, query.length() - 1) : query);
    }

    static String kind(View view) {
        return view.materialized() ? "MATERIALIZED VIEW" : "VIEW";
    }

    /** What a view reads comes before it. */
    private List<QName> order() {
        Set<QName> order = new LinkedHashSet<>();
        goes.forEach(v -> visit(v, order, new HashSet<>()));
        return List.copyOf(order);
    }

    private void visit(QName view, Set<QName> order, Set<QName> path) {
        View it = live.get(view);
        if (it == null || !path.add(view)) {
            return;
        }
        it.dependsOn().stream().filter(goes::contains).forEach(d -> visit(d, order, path));
        order.add(view);
    }
}
