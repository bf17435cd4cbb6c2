package dev.tidemark;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A schema as annotated Java types.
 *
 * @param files the sources by their names, such as {@code Order.java}, all of one package
 * @param extra what no annotation says, as statements without semicolons; a declaration of the rest beside that of the records
 * @param notes what is left out
 */
public record JavaExport(SortedMap<String, String> files, List<String> extra, List<String> notes) {
    public JavaExport {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        extra = List.copyOf(extra);
        notes = List.copyOf(notes);
    }

    /** {@link #extra()} as one text; empty where the records say everything. */
    public String extraSql() {
        StringBuilder out = new StringBuilder();
        for (String sql : extra) {
            out.append(out.isEmpty() ? "" : "\n")
                    .append(sql)
                    .append(sql.lastIndexOf("--") > sql.lastIndexOf('\n') ? "\n;\n" : ";\n");
        }
        return out.toString();
    }
}
