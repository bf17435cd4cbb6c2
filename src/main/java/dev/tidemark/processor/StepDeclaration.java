package dev.tidemark.processor;

import dev.tidemark.annotation.MigrateAfter;
import dev.tidemark.annotation.MigrateBefore;
import dev.tidemark.schema.DataSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A data step of a table, as it is annotated. */
record StepDeclaration(Mark mark, String hint, List<String> statements) {
    StepDeclaration {
        statements = List.copyOf(statements);
    }

    String name() {
        return mark.text("name");
    }

    /** The steps of these tables, in their order; what is wrong with one is reported. */
    static List<StepDeclaration> of(List<Model.TableModel> tables, Faults faults) {
        List<StepDeclaration> steps = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (Model.TableModel table : tables) {
            TableDeclaration declaration = table.table();
            Mark.all(declaration.type(), MigrateBefore.class, MigrateBefore.List.class)
                    .forEach(mark -> steps.add(of(mark, "@migrate-before")));
            Mark.all(declaration.type(), MigrateAfter.class, MigrateAfter.List.class)
                    .forEach(mark -> steps.add(of(mark, "@migrate-after")));
        }
        for (StepDeclaration step : steps) {
            String who = step.mark().place().display();
            String other = taken.putIfAbsent(step.name(), who);
            if (other != null) {
                faults.report(Fault.DUPLICATE_NAME, step.mark().place("name"), step.name(), other);
            }
            if (step.statements().isEmpty()) {
                faults.report(Fault.DATA_STEP, step.mark().place("sql"), "it has no statement");
            }
            for (String statement : step.statements()) {
                DataSteps.fault(step.hint(), statement)
                        .ifPresent(why ->
                                faults.report(Fault.DATA_STEP, step.mark().place("sql"), why));
            }
        }
        return steps;
    }

    private static StepDeclaration of(Mark mark, String word) {
        String hint = "-- " + word + " " + mark.text("name") + (mark.flag("safe") ? " safe" : "");
        return new StepDeclaration(
                mark,
                hint,
                mark.texts("sql").stream()
                        .map(StepDeclaration::withoutSemicolon)
                        .toList());
    }

    private static String withoutSemicolon(String text) {
        String sql = text.strip();
        return sql.endsWith(";") ? sql.substring(0, sql.length() - 1).stripTrailing() : sql;
    }
}
