package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.order.Timeouts;
import dev.tidemark.plan.order.Transactions;
import dev.tidemark.plan.sql.DeclaredText;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is run where nothing is there yet, from the text alone: every statement as it is declared, in lexical order, in as few transactions as their locks
 * allow. What it makes is known only once it is there; {@link Planner} then says the same with all details.
 */
public final class FirstPlan {
    /** Each is a relation beside the table itself. */
    private static final Pattern MORE_RELATIONS = Pattern.compile(
            "\\b(primary\\s+key|unique|exclude|identity|(small|big)?serial)\\b", Pattern.CASE_INSENSITIVE);

    private final CompiledSchema schema;
    private final Set<String> schemas;
    private final Set<ObjectName> missingExtensions;
    private final Duration lockTimeout;

    /**
     * @param live the managed schemas, without any object
     * @param missingExtensions those of the declaration that the database does not have
     * @param lockTimeout for each statement
     */
    public FirstPlan(CompiledSchema schema, Catalog live, Set<ObjectName> missingExtensions, Duration lockTimeout) {
        this.schema = schema;
        this.schemas = live.schemas().keySet();
        this.missingExtensions = missingExtensions;
        this.lockTimeout = lockTimeout;
    }

    /** The transactions. */
    public List<Plan.Batch> batches() {
        List<Plan.Batch> batches = new ArrayList<>();
        List<Plan.Statement> part = new ArrayList<>();
        int weight = 0;
        for (Op op : ops()) {
            if (weight + op.weight() > Transactions.MAX_RELATIONS && !part.isEmpty()) {
                batches.add(new Plan.Batch(true, part));
                part = new ArrayList<>();
                weight = 0;
            }
            part.add(Timeouts.statement(op, lockTimeout));
            weight += op.weight();
        }
        if (!part.isEmpty()) {
            batches.add(new Plan.Batch(true, part));
        }
        return batches;
    }

    /** The plan of these transactions, without the details of what they make. */
    public Plan plan(String serverVersion, List<Plan.Batch> batches) {
        Map<ObjectName, List<String>> objects = new LinkedHashMap<>();
        batches.forEach(batch -> batch.statements()
                .forEach(s -> objects.computeIfAbsent(s.object(), o -> new ArrayList<>())
                        .add(s.sql())));
        List<Plan.Entry> entries = new ArrayList<>();
        objects.forEach((object, sql) -> entries.add(new Plan.Entry(
                object,
                Plan.Action.CREATE,
                null,
                List.of(new Plan.Change(
                        object,
                        Plan.Action.CREATE,
                        "as declared",
                        Plan.Fate.APPLY,
                        CostClass.INSTANT,
                        null,
                        List.of(),
                        sql)),
                OptionalLong.empty(),
                OptionalLong.empty())));
        return new Plan(schema.app(), schema.hash(), serverVersion, entries, batches, List.of(), schema.notes());
    }

    private List<Op> ops() {
        List<Op> ops = new ArrayList<>();
        Set<String> declaredSchemas = new HashSet<>();
        for (Declared declared : schema.statements()) {
            ObjectName made = declared.creates();
            if (made != null && made.kind() == ObjectKind.SCHEMA) {
                declaredSchemas.add(made.name());
            }
        }
        for (String name : schema.schemas()) {
            if (!schemas.contains(name) && !declaredSchemas.contains(name)) {
                ops.add(Op.free(
                        Stage.CREATE,
                        Rank.CREATE,
                        "CREATE SCHEMA " + Sql.id(name),
                        ObjectName.of(ObjectKind.SCHEMA, name, name)));
            }
        }
        for (Declared declared : schema.ordered()) {
            ObjectName object = object(declared);
            if (object != null && DeclaredText.isRun(declared) && !isThere(declared)) {
                ops.add(Op.free(Stage.CREATE, Rank.CREATE, DeclaredText.insideTransaction(declared.sql()), object)
                        .path(declared.searchPath())
                        .making(weight(declared)));
            }
        }
        return ops;
    }

    private boolean isThere(Declared declared) {
        ObjectName made = declared.creates();
        return made != null
                && ((made.kind() == ObjectKind.SCHEMA && schemas.contains(made.name()))
                        || (made.kind() == ObjectKind.EXTENSION && !missingExtensions.contains(made)));
    }

    private static @Nullable ObjectName object(Declared declared) {
        ObjectName target = declared.target();
        return target == null ? declared.creates() : target;
    }

    private static int weight(Declared declared) {
        ObjectName made = declared.creates();
        if (made == null || made.kind() != ObjectKind.TABLE) {
            return 1;
        }
        return 3 + (int) MORE_RELATIONS.matcher(declared.sql()).results().count();
    }
}
