package dev.tidemark.spring;

import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import java.util.List;

/** The application does not start: its schema is not in step, and Tidemark may not or cannot change that. */
public final class SchemaNotInStepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SyncResult result;

    SchemaNotInStepException(SyncResult result) {
        super("the schema of app " + result.app() + " is not in step: " + result.status()
                + (result.reason().isEmpty() ? "" : ", " + result.reason()));
        this.result = result;
    }

    /** How the attempt ended. */
    public SyncResult result() {
        return result;
    }

    List<Problem> problems() {
        return result.problems();
    }
}
