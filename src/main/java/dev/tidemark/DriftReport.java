package dev.tidemark;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the live database differs from what was recorded of it, and how this code does: two questions that have nothing to do with each other.
 *
 * <p>An object has drifted when it is neither as it was when the current version was recorded nor as that version declares it. So what a sync withheld or
 * deferred is no drift, and neither is doing that by hand.
 *
 * @param status of the database; says nothing about this code
 * @param app the app
 * @param hash this code's hash
 * @param code how this code's version stands to the recorded one
 * @param recordedHash the recorded version, if there is one
 * @param recordedAt when it was recorded, by the database's clock
 * @param recordedBy by whom
 * @param objects what has drifted, sorted; what goes or comes with a whole object (its columns, keys, indexes) is not named besides it
 * @param wayBack the plan that would bring the drifted objects back to what was recorded, with everything allowed and without a question to rows; null where
 *     nothing drifted. It is for reading: a sync never runs it.
 * @param withheld how many changes the record withholds; no drift
 * @param deferred how many changes the record left to a later run; no drift
 * @param unfinished a version whose run began after the record and is not recorded (it runs now, was killed, or was blocked half-way), if there is one. What
 *     that run made is not counted: the objects are those that are neither as they were recorded nor as it declares them.
 * @param leaseHolder who holds the lease now, if anyone: what drifted may be the work of that run
 * @param took the whole call, by this process's clock
 */
public record DriftReport(
        Status status,
        String app,
        String hash,
        Code code,
        @Nullable String recordedHash,
        @Nullable Instant recordedAt,
        @Nullable String recordedBy,
        List<Drifted> objects,
        @Nullable Plan wayBack,
        int withheld,
        int deferred,
        @Nullable String unfinished,
        @Nullable String leaseHolder,
        Duration took) {
    public DriftReport {
        Objects.requireNonNull(status);
        Objects.requireNonNull(code);
        objects = List.copyOf(objects);
    }

    /** Whether somebody changed the database. */
    public enum Status {
        /** Nothing is recorded, so nothing can have drifted. */
        NEVER_SYNCED,
        /** Every recorded object is as it was recorded, or as it was declared. */
        IN_STEP,
        /** Something else changed the database. */
        DRIFTED
    }

    /** How this code's version stands to the recorded one, by the order of versions. */
    public enum Code {
        /** It is the recorded one. */
        SAME,
        /** Its cold start would sync, or nothing is recorded. */
        NEWER,
        /** It is superseded: its cold starts change nothing. */
        OLDER
    }

    /** What became of an object since it was recorded. */
    public enum What {
        /** It is in a managed table (or, under {@code adopt = SCHEMA}, in a declared schema), and was neither declared nor there before. */
        APPEARED,
        /** Its definition is another one. */
        CHANGED,
        /** It is gone. */
        VANISHED
    }

    /**
     * An object that drifted.
     *
     * @param words what would bring it back ({@code integer → bigint}), or, where Tidemark cannot, what is the matter
     */
    public record Drifted(ObjectName object, What what, String words) {
        public Drifted {
            Objects.requireNonNull(object);
            Objects.requireNonNull(what);
            Objects.requireNonNull(words);
        }
    }

    /** Whether this code's schema is not the recorded one. */
    public boolean codeDiffers() {
        return code != Code.SAME;
    }
}
