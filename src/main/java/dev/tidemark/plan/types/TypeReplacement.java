package dev.tidemark.plan.types;

import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.columns.Recomputed;
import dev.tidemark.plan.columns.RetypedColumn;
import dev.tidemark.plan.kinds.Alteration;
import dev.tidemark.plan.kinds.Composite;
import dev.tidemark.plan.kinds.DomainRules;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.rows.NewTypes;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Domains, composite and range types that are made again, with the types that are made of them. The old ones get other names, the new ones are made, the
 * columns are cast over, the old ones go.
 */
public final class TypeReplacement {
    private static final String OLD = "tidemark_old_";

    private final Context ctx;
    /** By their quoted names; a multirange stands for its range. */
    private final Map<String, OtherObject> live = new HashMap<>();

    private final Map<ObjectName, OtherObject> declared = new HashMap<>();
    /** Each type that is made again, with the one whose change makes it. */
    private final Map<ObjectName, ObjectName> leaders = new TreeMap<>();
    /** Types that are made again elsewhere. */
    private final Set<ObjectName> others;

    /** The types that change, and those that are made of them. */
    public TypeReplacement(Context ctx) {
        this(ctx, changed(ctx), Set.of());
    }

    private TypeReplacement(Context ctx, Set<ObjectName> roots, Set<ObjectName> others) {
        this.ctx = ctx;
        this.others = others;
        ctx.live().others().stream().filter(TypeReplacement::isType).forEach(o -> {
            live.put(Sql.name(o.name()), o);
            multirange(o).ifPresent(m -> live.put(m, o));
        });
        ctx.declared().others().stream().filter(TypeReplacement::isType).forEach(o -> declared.put(o.name(), o));
        roots.stream().sorted().forEach(this::spread);
    }

    /** Types that are made again because something else that they depend on changes; without those that a change of their own makes again. */
    public static TypeReplacement around(Context ctx, Set<ObjectName> rebuilt) {
        Set<ObjectName> byChange = Set.copyOf(new TypeReplacement(ctx).leaders.keySet());
        Set<ObjectName> roots = rebuilt.stream()
                .filter(o -> o.kind() == ObjectKind.TYPE && !byChange.contains(o))
                .collect(Collectors.toSet());
        return new TypeReplacement(ctx, roots, byChange);
    }

    private static Set<ObjectName> changed(Context ctx) {
        return ctx.changes()
                .all(Change.ChangeOther.class)
                .filter(c -> isType(c.to())
                        && Kinds.of(c.to().name()).alter(c.from(), c.to(), ctx) instanceof Alteration.Replaced)
                .map(c -> c.to().name())
                .collect(Collectors.toSet());
    }

    private static boolean isType(OtherObject object) {
        return object.name().kind() == ObjectKind.TYPE;
    }

    private void spread(ObjectName root) {
        Set<ObjectName> reached = new LinkedHashSet<>(List.of(root));
        boolean more = true;
        while (more) {
            more = false;
            for (OtherObject type : Set.copyOf(live.values())) {
                if (!reached.contains(type.name())
                        && !others.contains(type.name())
                        && Stream.concat(parts(type), parts(becomes(type.name())))
                                .anyMatch(reached::contains)) {
                    more |= reached.add(type.name());
                }
            }
        }
        ObjectName leader = reached.stream()
                .map(leaders::get)
                .filter(l -> l != null)
                .sorted()
                .findFirst()
                .orElse(root);
        Set<ObjectName> joined =
                reached.stream().map(leaders::get).filter(l -> l != null).collect(Collectors.toSet());
        leaders.replaceAll((type, of) -> joined.contains(of) ? leader : of);
        reached.forEach(type -> leaders.put(type, leader));
    }

    /** The types that values of this one are made of. */
    private Stream<ObjectName> parts(OtherObject type) {
        return texts(type)
                .map(t -> live.get(NewTypes.element(t)))
                .filter(o -> o != null)
                .map(OtherObject::name);
    }

    private static Stream<String> texts(OtherObject type) {
        return switch (type.attribute("kind")) {
            case "domain" -> Stream.of(type.attribute("type"));
            case "composite" -> Composite.attributes(type).stream().map(Composite.Attribute::type);
            case "range" -> Stream.of(type.attribute("subtype"));
            default -> Stream.of();
        };
    }

    /** Whether this type is made again, by its own change or another's. */
    public boolean includes(ObjectName type) {
        return leaders.containsKey(type);
    }

    /** Whether columns of this type are cast to a type that is made again, by this or by a change of its own. */
    public boolean casts(String type) {
        OtherObject of = live.get(NewTypes.element(type));
        return isReplacedEnum(type) || (of != null && (includes(of.name()) || others.contains(of.name())));
    }

    /** The types that go and come back with this change; those that are made of others come later. */
    List<ObjectName> madeBy(ObjectName type) {
        if (!type.equals(leaders.get(type))) {
            return List.of();
        }
        List<ObjectName> order = new ArrayList<>();
        Set<ObjectName> left = new TreeSet<>();
        leaders.forEach((t, leader) -> {
            if (leader.equals(type)) {
                left.add(t);
            }
        });
        while (!left.isEmpty()) {
            ObjectName next = left.stream()
                    .filter(t -> Stream.concat(parts(was(t)), parts(becomes(t)))
                            .noneMatch(p -> !p.equals(t) && left.contains(p)))
                    .findFirst()
                    .orElseGet(() -> left.iterator().next());
            left.remove(next);
            order.add(next);
        }
        return order;
    }

    private OtherObject was(ObjectName type) {
        return Objects.requireNonNull(live.get(Sql.name(type)));
    }

    /** As it is declared; as it is, where nobody declares it. */
    private OtherObject becomes(ObjectName type) {
        return declared.getOrDefault(type, was(type));
    }

    /** The columns that are cast over with this change. */
    List<EnumUses.Use> columns(ObjectName type) {
        Set<ObjectName> types = Set.copyOf(madeBy(type));
        List<EnumUses.Use> uses = new ArrayList<>();
        for (Table table :
                types.isEmpty() ? List.<Table>of() : ctx.live().tables().values()) {
            for (Column column : table.columns()) {
                OtherObject of = live.get(NewTypes.element(column.type()));
                if (table.partitionBound() == null
                        && column.local()
                        && of != null
                        && types.contains(of.name())
                        && !goesFirst(table.name(), column.name())) {
                    uses.add(
                            new EnumUses.Use(table.name(), column, column.type().endsWith("[]")));
                }
            }
        }
        return uses;
    }

    /** Whether it is dropped, which nothing withholds, before the type goes. */
    private boolean goesFirst(QName table, String column) {
        return ctx.policy().mode() == Mode.AUTO
                && (ctx.changes().drops(table) || ctx.changes().dropsColumn(table, column));
    }

    /** The statements of a change; none where another change's make it. */
    public void draft(Draft.Builder draft, ObjectName object) {
        List<ObjectName> types = madeBy(object);
        List<EnumUses.Use> uses = columns(object);
        Set<QName> tables = uses.stream().map(EnumUses.Use::table).collect(Collectors.toSet());
        Set<QName> touched = new HashSet<>(tables);
        touched.addAll(becomingUsers(types));
        tables.forEach(t -> Locks.rewrite(draft, ctx, t));
        if (uses.isEmpty()) {
            reversed(types).forEach(t -> draft.op(op(Kinds.of(t).drop(was(t)), object, touched, Effects.dropping(t))));
        } else {
            types.stream()
                    .filter(this::callsFunctions)
                    .forEach(t -> DomainRules.released(was(t))
                            .forEach(sql -> draft.op(op(sql, object, touched, Effects.dropping(t)))));
            reversed(types)
                    .forEach(t ->
                            renamed(was(t)).forEach(sql -> draft.op(op(sql, object, touched, Effects.dropping(t)))));
        }
        types.forEach(t ->
                Definitions.of(becomes(t)).forEach(sql -> draft.op(op(sql, object, touched, Effects.making(t)))));
        uses.stream()
                .filter(u -> u.column().generated() == Column.Generated.NO)
                .forEach(u -> cast(u, object).forEach(op -> draft.op(op.touching(touched))));
        if (!uses.isEmpty()) {
            reversed(types).forEach(t -> draft.op(op(Kinds.of(t).drop(old(was(t))), object, touched, goes(ctx, t))));
        }
        Recomputed.around(ctx, draft, uses);
    }

    /** What the drop of an old type, which stepped aside, does: it comes after those of the old types that are made of it. */
    static Effects goes(Context ctx, ObjectName type) {
        Set<ObjectName> madeOfIt = ctx.dependencies().on(type).stream()
                .filter(d -> d.dependent().kind() == ObjectKind.TYPE
                        && !d.dependent().equals(type))
                .map(d -> gone(d.dependent()))
                .collect(Collectors.toSet());
        return new Effects(Set.of(gone(type)), Set.of(), madeOfIt);
    }

    private static ObjectName gone(ObjectName type) {
        return ObjectName.of(ObjectKind.OTHER, type.schema(), "gone " + type.name());
    }

    private boolean callsFunctions(ObjectName type) {
        return was(type).attribute("kind").equals("domain")
                && ctx.dependencies().of(type).stream().anyMatch(d -> d.on().kind() == ObjectKind.FUNCTION);
    }

    private static List<ObjectName> reversed(List<ObjectName> types) {
        List<ObjectName> reversed = new ArrayList<>(types);
        Collections.reverse(reversed);
        return reversed;
    }

    /** One after the other, with the tables that have columns of the type or get some. */
    public static Op op(String sql, ObjectName object, Set<QName> touched, Effects effects) {
        return Op.free(touched.isEmpty() ? Stage.LATE : Stage.TABLES, Rank.ENUM, sql, object)
                .touching(touched)
                .doing(effects);
    }

    private Set<QName> becomingUsers(Collection<ObjectName> types) {
        Set<String> names = types.stream().map(Sql::name).collect(Collectors.toSet());
        return ctx.declared().tables().values().stream()
                .filter(t -> ctx.exists(t.name())
                        && t.columns().stream().anyMatch(c -> names.contains(NewTypes.element(c.type()))))
                .map(Table::name)
                .collect(Collectors.toSet());
    }

    private static OtherObject old(OtherObject type) {
        ObjectName name = type.name();
        ObjectName other = ObjectName.of(name.kind(), name.schema(), Sql.derived(OLD, name.name()));
        return new OtherObject(other, type.definition(), type.attributes(), type.comment());
    }

    /** Out of the way; the functions that come with a range keep their names otherwise. */
    private static List<String> renamed(OtherObject type) {
        List<String> sql = new ArrayList<>();
        String name = Sql.name(type.name());
        multirange(type).ifPresent(m -> {
            String to = Sql.id(Sql.derived(OLD, type.attribute("multirange")));
            String own = Sql.id(Sql.derived(OLD, type.name().name()));
            String subtype = type.attribute("subtype");
            sql.add("ALTER FUNCTION " + name + "(" + subtype + ", " + subtype + ") RENAME TO " + own);
            sql.add("ALTER FUNCTION " + name + "(" + subtype + ", " + subtype + ", text) RENAME TO " + own);
            sql.add("ALTER FUNCTION " + m + "() RENAME TO " + to);
            sql.add("ALTER FUNCTION " + m + "(" + name + ") RENAME TO " + to);
            sql.add("ALTER FUNCTION " + m + "(VARIADIC " + name + "[]) RENAME TO " + to);
            sql.add("ALTER TYPE " + m + " RENAME TO " + to);
        });
        sql.add("ALTER " + Kinds.of(type.name()).reference(type) + " RENAME TO "
                + Sql.id(Sql.derived(OLD, type.name().name())));
        return sql;
    }

    private List<Op> cast(EnumUses.Use use, ObjectName object) {
        Column held = use.column();
        String column = Sql.id(held.name());
        Optional<Column> wanted = ctx.declared(use.table()).flatMap(t -> t.column(held.name()));
        boolean stays = wanted.map(c -> c.type().equals(held.type())).orElse(false);
        String base = base(held.type());
        String action = "ALTER COLUMN " + column + " TYPE "
                + (stays || base.equals(held.type())
                        ? target(held.type()) + collation(held) + " USING " + cast(column, held.type())
                        : base + collation(held) + " USING " + column + "::" + base);
        return RetypedColumn.of(ctx, use, object, action, stays).ops(ctx, Rank.ENUM);
    }

    /** The new type of this name; the multirange of a range may have another. */
    private String target(String type) {
        OtherObject of = live.get(NewTypes.element(type));
        String name = NewTypes.element(type);
        if (of != null && includes(of.name()) && multirange(of).equals(Optional.of(name))) {
            name = multirange(becomes(of.name())).orElse(name);
        }
        return type.endsWith("[]") ? name + "[]" : name;
    }

    private static String collation(Column column) {
        return column.collation() == null ? "" : " COLLATE " + column.collation();
    }

    /** The type of a column that does not stay one of the new type, without the domains that are made again. */
    private String base(String type) {
        OtherObject of = live.get(NewTypes.element(type));
        if (of == null || !includes(of.name()) || !of.attribute("kind").equals("domain")) {
            return type;
        }
        String below = of.attribute("type");
        boolean array = type.endsWith("[]");
        return array && below.endsWith("[]") ? type : base(below + (array ? "[]" : ""));
    }

    /** A value of the old type of this name as one of the new type. */
    private String cast(String value, String type) {
        if (isReplacedEnum(type)) {
            return value + "::text" + (type.endsWith("[]") ? "[]" : "") + "::" + type;
        }
        OtherObject of = live.get(NewTypes.element(type));
        if (of == null || !includes(of.name())) {
            return value;
        }
        OtherObject to = becomes(of.name());
        boolean array = type.endsWith("[]");
        return switch (of.attribute("kind")) {
            case "domain" -> domain(value, of, to, array);
            case "composite" -> array ? value + "::text::" + type : composite(value, of, to);
            default -> value + "::text::" + target(type);
        };
    }

    private String domain(String value, OtherObject of, OtherObject to, boolean array) {
        String dims = array ? "[]" : "";
        String below = to.attribute("type");
        OtherObject base = live.get(NewTypes.element(of.attribute("type")));
        if (base != null && includes(base.name())) {
            boolean text = array || of.attribute("type").endsWith("[]");
            return text
                    ? value + "::text::" + Sql.name(to.name()) + dims
                    : cast(value, of.attribute("type")) + "::" + Sql.name(to.name());
        }
        if (isReplacedEnum(of.attribute("type"))) {
            return value + "::text" + dims + "::" + below + dims + "::" + Sql.name(to.name()) + dims;
        }
        String through = below.equals(of.attribute("type"))
                ? ""
                : (DomainRules.hasNoCast(of, to, ctx) ? "::text" + dims : "") + "::" + below + dims;
        return value + through + "::" + Sql.name(to.name()) + dims;
    }

    private boolean isReplacedEnum(String type) {
        return ctx.changes()
                .all(Change.ReplaceEnum.class)
                .anyMatch(c -> Sql.name(c.to().name()).equals(NewTypes.element(type)));
    }

    private String composite(String value, OtherObject of, OtherObject to) {
        Map<String, Composite.Attribute> there =
                Composite.attributes(of).stream().collect(Collectors.toMap(Composite.Attribute::name, a -> a));
        String fields = Composite.attributes(to).stream()
                .map(a -> {
                    Composite.Attribute was = there.get(a.name());
                    if (was == null) {
                        return "NULL::" + a.type();
                    }
                    String field = cast("(" + value + ")." + Sql.id(a.name()), was.type());
                    return was.type().equals(a.type()) ? field : field + "::" + a.type();
                })
                .collect(Collectors.joining(", "));
        return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN ROW(" + fields + ")::" + Sql.name(to.name())
                + " END";
    }

    private static Optional<String> multirange(OtherObject type) {
        return Optional.ofNullable(type.attributes().get("multirange"))
                .map(m -> Sql.name(new QName(type.name().schema(), m)));
    }
}
