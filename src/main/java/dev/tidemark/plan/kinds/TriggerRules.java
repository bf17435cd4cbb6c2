package dev.tidemark.plan.kinds;

import dev.tidemark.LockMode;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Triggers: replaced in place under SHARE ROW EXCLUSIVE, which lets readers go on; constraint triggers cannot be, and dropping one takes ACCESS EXCLUSIVE.
 * Replacing one enables it again, on every partition too.
 */
final class TriggerRules implements KindRules {
    private static final String CREATE = "CREATE TRIGGER ";
    private static final String PARTITION = "enabled on ";

    @Override
    public String label(OtherObject object) {
        return object.attribute("constraint").isEmpty() ? "trigger" : "constraint trigger";
    }

    @Override
    public String reference(OtherObject object) {
        return "TRIGGER " + Sql.id(object.name().member()) + " ON " + Sql.name(object.name());
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> statements = new ArrayList<>();
        statements.add(SqlText.again(object.attribute("create")));
        statements.addAll(afterCreate(object));
        return statements;
    }

    @Override
    public List<String> afterCreate(OtherObject object) {
        List<String> statements = new ArrayList<>();
        if (!object.attribute("enabled").equals(Firing.ORIGIN)) {
            statements.add(enable(object, object.attribute("enabled")));
        }
        object.attributes().forEach((name, state) -> {
            if (name.startsWith(PARTITION)) {
                statements.add(enableOnly(object, name, state));
            }
        });
        return statements;
    }

    @Override
    public LockMode createLock() {
        return LockMode.SHARE_ROW_EXCLUSIVE;
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        if (SqlText.same(from.attribute("create"), to.attribute("create"))) {
            return inPlace(states(from, to));
        }
        boolean constraint = !from.attribute("constraint").isEmpty()
                || !to.attribute("constraint").isEmpty();
        if (constraint) {
            return Alteration.Replaced.plain();
        }
        List<String> statements = new ArrayList<>();
        statements.add(SqlText.again(
                "CREATE OR REPLACE TRIGGER " + to.attribute("create").substring(CREATE.length())));
        statements.addAll(afterCreate(to));
        return inPlace(statements);
    }

    private static Alteration inPlace(List<String> statements) {
        return new Alteration.InPlace(
                statements.stream()
                        .map(sql -> Alteration.Statement.instant(sql).under(LockMode.SHARE_ROW_EXCLUSIVE))
                        .toList(),
                List.of(),
                List.of());
    }

    /** What differs in when it fires; a partitioned table's trigger takes those of its partitions with it. */
    private List<String> states(OtherObject from, OtherObject to) {
        String state = to.attribute("enabled");
        List<String> statements = new ArrayList<>();
        boolean all = !from.attribute("enabled").equals(state);
        if (all) {
            statements.add(enable(to, state));
        }
        TreeSet<String> partitions = new TreeSet<>(to.attributes().keySet());
        partitions.addAll(from.attributes().keySet());
        partitions.removeIf(name -> !name.startsWith(PARTITION));
        for (String name : partitions) {
            String before = all ? state : from.attributes().getOrDefault(name, state);
            String after = to.attributes().getOrDefault(name, state);
            if (!before.equals(after)) {
                statements.add(enableOnly(to, name, after));
            }
        }
        return statements;
    }

    private static String enable(OtherObject trigger, String state) {
        return "ALTER TABLE " + Sql.name(trigger.name()) + " " + Firing.words(state) + " TRIGGER "
                + Sql.id(trigger.name().member());
    }

    private static String enableOnly(OtherObject trigger, String partition, String state) {
        return "ALTER TABLE ONLY " + partition.substring(PARTITION.length()) + " " + Firing.words(state) + " TRIGGER "
                + Sql.id(trigger.name().member());
    }
}
