package dev.tidemark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connection, rights, bad input or a defect; everything that is an expected outcome of a sync is a {@link SyncStatus} instead.
 *
 * <p>The message is complete for a reader ({@code [TDM-nnn] object: what, why. Way out.}) and holds no secret.
 */
public final class TidemarkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final boolean retriable;

    /** One problem. */
    public TidemarkException(Problem problem, boolean retriable, @Nullable Throwable cause) {
        this(List.of(problem), retriable, cause);
    }

    /** Several problems that were found together, the first one first; {@code problems} must not be empty. */
    public TidemarkException(List<Problem> problems, boolean retriable, @Nullable Throwable cause) {
        super(message(problems), cause);
        this.problems = List.copyOf(problems);
        this.retriable = retriable;
    }

    /** Shorthand: a code, a message and ways out, not retriable. */
    public static TidemarkException of(String code, String message, String... waysOut) {
        return new TidemarkException(Problem.of(code, null, message, null, null, List.of(waysOut)), false, null);
    }

    /** The stable code of the first problem, {@code TDM-nnn}. */
    public String code() {
        return problems.get(0).code();
    }

    /** All problems, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /** Whether doing the same again, later, may succeed. */
    public boolean retriable() {
        return retriable;
    }

    /** PostgreSQL's SQLSTATE of the first problem, if a statement failed. */
    public @Nullable String sqlState() {
        return problems.get(0).sqlState();
    }

    /** All problems with their places and ways out; complete for a reader, and never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    private static String message(List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        for (Problem problem : problems) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append(problem.headline());
            if (problem.place() != null) {
                text.append(" (").append(problem.place()).append(')');
            }
            for (String wayOut : problem.wayOutTexts()) {
                text.append("\n  ").append(wayOut);
            }
        }
        return text.toString();
    }
}
