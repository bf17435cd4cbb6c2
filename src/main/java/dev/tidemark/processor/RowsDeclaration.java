package dev.tidemark.processor;

import dev.tidemark.annotation.Rows;
import dev.tidemark.schema.LookupRowsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The lookup rows of a table, as they are annotated. */
record RowsDeclaration(Mark mark, String sql) {
    /** The rows of these tables, in their order; what is wrong with them is reported. */
    static List<RowsDeclaration> of(List<Model.TableModel> tables, Faults faults) {
        List<RowsDeclaration> rows = new ArrayList<>();
        for (Model.TableModel each : tables) {
            TableDeclaration table = each.table();
            Mark.on(table.type(), Rows.class).ifPresent(mark -> {
                RowsDeclaration declaration = of(table, mark, faults);
                LookupRowsReader.fault(declaration.sql())
                        .ifPresent(why -> faults.report(Fault.ROWS, mark.place("values"), why));
                rows.add(declaration);
            });
        }
        return rows;
    }

    private static RowsDeclaration of(TableDeclaration table, Mark mark, Faults faults) {
        MemberNames names = new MemberNames(faults, table.type(), table.members());
        List<ColumnDeclaration> columns =
                mark.gives("members") ? names.resolve(mark, mark.list("members")) : table.columns();
        List<ColumnDeclaration> by = names.resolve(mark, mark.list("by"));
        String mode = mark.constant("mode", "UPSERT").toLowerCase(Locale.ROOT);
        String hint = "-- @rows " + mode + (by.isEmpty() ? "" : " by " + list(by));
        String values = mark.texts("values").stream()
                .map(row -> "    (" + TableWriter.closed(row.strip()) + ")")
                .collect(Collectors.joining(",\n"));
        return new RowsDeclaration(
                mark, hint + "\nINSERT INTO " + table.quoted() + " (" + list(columns) + ") VALUES\n" + values);
    }

    private static String list(List<ColumnDeclaration> columns) {
        return TableWriter.columns(columns.stream().map(ColumnDeclaration::name).toList());
    }
}
