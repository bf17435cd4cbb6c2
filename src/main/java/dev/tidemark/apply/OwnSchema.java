package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tidemark's own schema is not for declarations: a sync would alter, or drop, what it stands on. */
final class OwnSchema {
    private OwnSchema() {}

    /**
     * Refuses a declaration with an object in the control schema.
     *
     * @throws TidemarkException TDM-108, one problem for each statement
     */
    static void refuse(CompiledSchema schema, String controlSchema) {
        List<Problem> problems = new ArrayList<>();
        for (Declared declared : schema.statements()) {
            ObjectName object = declared.creates() == null ? declared.target() : declared.creates();
            if (isIn(declared.creates(), controlSchema) || isIn(declared.target(), controlSchema)) {
                problems.add(Problem.of(
                        "TDM-108",
                        object,
                        "schema " + controlSchema + " is Tidemark's own; nothing is declared in it",
                        schema.origin() + ":" + declared.line() + ":" + declared.column(),
                        null,
                        List.of(
                                "declare it in another schema; a dump is made with pg_dump --exclude-schema="
                                        + controlSchema,
                                "or give Tidemark another one: TIDEMARK_CONTROL_SCHEMA")));
            }
        }
        if (!problems.isEmpty()) {
            throw new TidemarkException(problems, false, null);
        }
    }

    private static boolean isIn(@Nullable ObjectName object, String schema) {
        return object != null && object.schema().equals(schema);
    }
}
