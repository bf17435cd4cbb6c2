package dev.tidemark.plan.model;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.DataStep;

/**
 * A data step that did not run in this database yet.
 *
 * @param step what the declaration says
 * @param ranOtherwise whether a step of this name ran with another text
 */
public record PendingStep(DataStep step, boolean ranOtherwise) {
    /** Its name as a plan has it. */
    public ObjectName object() {
        return object(step);
    }

    /** The name of a step as a plan has it. */
    public static ObjectName object(DataStep step) {
        return ObjectName.of(ObjectKind.DATA_STEP, "", step.name());
    }
}
