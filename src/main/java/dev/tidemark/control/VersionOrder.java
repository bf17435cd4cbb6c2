package dev.tidemark.control;

import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of two versions is newer cannot be read off their hashes; this is how it is decided. Pure.
 *
 * <ol>
 *   <li>Nothing recorded: sync.
 *   <li>Generations of one lineage: the lower one is superseded, the higher one syncs, also a version that was superseded before (a return on purpose).
 *   <li>Not comparable, or equal: a version that was superseded, or was first seen before the current one, is superseded; else it syncs.
 *   <li>A run that has committed something and is not recorded counts as the recorded version does: an older one changes nothing, also the one that is
 *       still recorded as current; the same and newer ones sync, and so finish or replace it.
 *   <li>What would sync, but was found blocked, waits for its retry time.
 *   <li>An explicit sync always makes itself current.
 * </ol>
 */
public final class VersionOrder {
    private VersionOrder() {}

    /**
     * What a run of {@code own} is to do.
     *
     * @param explicit whether somebody asked for this sync by name; it then also syncs a current version of which something is withheld or deferred
     */
    public static Verdict decide(Identity own, HotState state, boolean explicit) {
        Version current = state.current();
        InProgress begun = current == null ? null : current.inProgress();
        if (current != null && begun != null) {
            return overUnfinished(own, state, current, begun, explicit);
        }
        if (current != null && current.hash().equals(own.hash())) {
            boolean complete = current.withheld() == 0 && current.deferred() == 0;
            return complete || !explicit ? Verdict.UP_TO_DATE : Verdict.SYNC;
        }
        if (explicit) {
            return Verdict.SYNC;
        }
        if (current != null && isOlder(own, state.own(), current)) {
            return superseded(own, current);
        }
        return unlessBlocked(state);
    }

    /** The current row is half another version. */
    private static Verdict overUnfinished(
            Identity own, HotState state, Version current, InProgress begun, boolean explicit) {
        if (explicit) {
            return Verdict.SYNC;
        }
        boolean recorded = current.hash().equals(own.hash());
        if (!recorded && isOlder(own, state.own(), current)) {
            return superseded(own, current);
        }
        if (!begun.hash().equals(own.hash()) && isOlder(own, state.own(), begun)) {
            return behindUnfinished(own, current, begun);
        }
        return unlessBlocked(state);
    }

    private static Verdict unlessBlocked(HotState state) {
        Version row = state.own();
        return row != null && blockedAt(row, state.now()) ? blocked(row) : Verdict.SYNC;
    }

    private static boolean isOlder(Identity own, @Nullable Version ownRow, InProgress begun) {
        Generation mine = own.generation();
        if (mine.comparableTo(begun.generation())
                && mine.number() != begun.generation().number()) {
            return mine.number() < begun.generation().number();
        }
        return ownRow != null && ownRow.firstSeen().isBefore(begun.firstSeen());
    }

    private static Verdict behindUnfinished(Identity own, Version current, InProgress begun) {
        StringBuilder reason = new StringBuilder(200);
        reason.append(own.app()).append(": a newer version, ").append(abbreviated(begun.hash()));
        reason.append(", is being applied and is not recorded yet; the database is between ");
        reason.append(abbreviated(current.hash())).append(" and it. This version, ");
        reason.append(abbreviated(own.hash())).append(", changes nothing (to return to it: an explicit sync, which");
        reason.append(" compares; to finish the other: start or deploy it)");
        return new Verdict(Verdict.Kind.SUPERSEDED, reason.toString());
    }

    private static boolean isOlder(Identity own, @Nullable Version ownRow, Version current) {
        Generation recorded = new Generation(current.lineage(), current.generation());
        Generation mine = own.generation();
        if (mine.comparableTo(recorded) && mine.number() != recorded.number()) {
            return mine.number() < recorded.number();
        }
        return ownRow != null
                && (ownRow.state() == State.SUPERSEDED || ownRow.firstSeen().isBefore(current.firstSeen()));
    }

    private static boolean blockedAt(Version own, Instant now) {
        Instant retryAfter = own.retryAfter();
        return own.state() == State.BLOCKED && retryAfter != null && now.isBefore(retryAfter);
    }

    private static Verdict superseded(Identity own, Version current) {
        StringBuilder reason = new StringBuilder(160);
        reason.append(own.app()).append(": a newer version, ").append(abbreviated(current.hash()));
        reason.append(", is recorded");
        if (current.recordedAt() != null) {
            reason.append(" since ").append(current.recordedAt());
        }
        reason.append("; this one, ").append(abbreviated(own.hash())).append(", changes nothing");
        boolean comparable = own.generation().comparableTo(new Generation(current.lineage(), current.generation()));
        reason.append(
                comparable
                        ? " (to return to it on purpose: deploy it with a higher generation, or run an explicit sync)"
                        : " (to return to it on purpose: set a growing TIDEMARK_GENERATION, or run an explicit sync)");
        return new Verdict(Verdict.Kind.SUPERSEDED, reason.toString());
    }

    private static Verdict blocked(Version own) {
        StringBuilder reason = new StringBuilder(160);
        reason.append(own.reason() == null ? "blocked" : own.reason());
        reason.append(" (attempt ").append(own.attempts()).append("; not tried again before ");
        reason.append(own.retryAfter()).append(", except by an explicit sync)");
        return new Verdict(Verdict.Kind.BLOCKED_BY_PEER, reason.toString());
    }

    /** The first eight characters of the digest, as people see it. */
    private static String abbreviated(String hash) {
        int start = hash.indexOf(':') + 1;
        return hash.substring(start, Math.min(hash.length(), start + 8));
    }
}
