package dev.tidemark.schema;

import dev.tidemark.TidemarkException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The door of this package: SQL text to a {@link CompiledSchema}. */
public final class SchemaReader {
    private SchemaReader() {}

    /**
     * Reads a declared schema: a hand-written file, the processor's output, or the output of {@code pg_dump --schema-only}.
     *
     * @param app whose it is
     * @param text SQL
     * @param origin its name in errors, such as {@code schema.sql}
     * @throws TidemarkException TDM-101 where the text has no tokens or no statements (the first such place), TDM-102 with one problem for each statement
     *     that has no place in a declaration
     */
    public static CompiledSchema read(String app, String text, String origin) {
        Reading reading = new Reading(origin);
        List<Statement> split = Splitter.split(text, origin);
        split.forEach(reading::add);
        reading.finish();
        List<Declared> statements = reading.statements();
        SortedSet<String> schemas = new TreeSet<>(reading.schemas());
        return new CompiledSchema(
                app,
                text,
                origin,
                SchemaHash.of(split),
                schemas,
                statements,
                LexicalOrder.of(statements, reading.makes()),
                reading.privileges(),
                reading.extensionComments(),
                reading.dataSteps(),
                reading.lookupRows(),
                reading.notes());
    }
}
