package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Rewrite rules ({@code CREATE RULE}): replaced in place, by which they stay enabled as they were. */
final class RewriteRules implements KindRules {
    private static final String CREATE = "CREATE RULE ";

    @Override
    public String label(OtherObject object) {
        return "rule";
    }

    @Override
    public String reference(OtherObject object) {
        return "RULE " + Sql.id(object.name().member()) + " ON " + Sql.name(object.name());
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
        return object.attribute("enabled").equals(Firing.ORIGIN) ? List.of() : List.of(enable(object));
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        List<String> statements = new ArrayList<>();
        if (!SqlText.same(from.attribute("create"), to.attribute("create"))) {
            statements.add(SqlText.again(
                    "CREATE OR REPLACE RULE " + to.attribute("create").substring(CREATE.length())));
        }
        if (!from.attribute("enabled").equals(to.attribute("enabled"))) {
            statements.add(enable(to));
        }
        return Alteration.InPlace.of(statements.toArray(String[]::new));
    }

    private static String enable(OtherObject rule) {
        return "ALTER TABLE " + Sql.name(rule.name()) + " " + Firing.words(rule.attribute("enabled")) + " RULE "
                + Sql.id(rule.name().member());
    }
}
