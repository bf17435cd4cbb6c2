package dev.tidemark;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs a human: what, where, why, and the ways out.
 *
 * @param code stable, {@code TDM-nnn}, listed in {@code docs/errors.md}
 * @param object the object concerned, if there is one
 * @param message what and why, one sentence, without the code and without a trailing place
 * @param place where it is declared ({@code schema.sql:31:5}, a Java element), if known
 * @param sqlState PostgreSQL's code where a statement failed
 * @param waysOut one to three things to type or to change
 */
public record Problem(
        String code,
        @Nullable ObjectName object,
        String message,
        @Nullable String place,
        @Nullable String sqlState,
        List<WayOut> waysOut) {
    public Problem {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        waysOut = List.copyOf(waysOut);
    }

    /** A problem with an object, without place or SQL state, whose ways out are words. */
    public static Problem of(String code, ObjectName object, String message, String... waysOut) {
        return new Problem(code, object, message, null, null, WayOut.edits(waysOut));
    }

    /** A problem whose ways out are words. */
    public static Problem of(
            String code,
            @Nullable ObjectName object,
            String message,
            @Nullable String place,
            @Nullable String sqlState,
            List<String> waysOut) {
        return new Problem(code, object, message, place, sqlState, WayOut.edits(waysOut));
    }

    /** The ways out as the command line says them. */
    public List<String> wayOutTexts() {
        return waysOut.stream().map(WayOut::text).toList();
    }

    /** {@code [TDM-nnn] object: message}. */
    public String headline() {
        return "[" + code + "] " + (object == null ? "" : object.display() + ": ") + message;
    }
}
