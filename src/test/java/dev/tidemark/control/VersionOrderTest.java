package dev.tidemark.control;

import static dev.tidemark.control.Verdict.Kind.BLOCKED_BY_PEER;
import static dev.tidemark.control.Verdict.Kind.SUPERSEDED;
import static dev.tidemark.control.Verdict.Kind.SYNC;
import static dev.tidemark.control.Verdict.Kind.UP_TO_DATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** DESIGN §4, rules 1 to 5, as a table; times are seconds, the read is at 1000. */
class VersionOrderTest {
    private static final String FN = "fn";

    private record Case(String name, Identity own, HotState state, boolean explicit, Verdict.Kind expected) {}

    @TestFactory
    List<DynamicTest> theTable() {
        return cases().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.name(),
                        () -> assertEquals(
                                c.expected(),
                                VersionOrder.decide(c.own(), c.state(), c.explicit())
                                        .kind())))
                .toList();
    }

    private static List<Case> cases() {
        Identity v1 = version("v1");
        Identity v2 = version("v2");
        return List.of(
                // Rule 1: nothing recorded.
                cold("never synced", v1, HotState.NEVER_SYNCED, SYNC),
                cold(
                        "control schema dropped, an older function starts first",
                        fn("v1", 1),
                        HotState.NEVER_SYNCED,
                        SYNC),
                cold("tables there, nothing of this app", v1, state(null, null), SYNC),
                cold("announced only", v1, state(row("v1", State.ANNOUNCED, 10), null), SYNC),
                // Own hash is current.
                cold("current", v1, current(row("v1", State.CURRENT, 10)), UP_TO_DATE),
                cold(
                        "current, recorded by a higher generation",
                        fn("v1", 1),
                        current(gen("v1", State.CURRENT, 10, 9)),
                        UP_TO_DATE),
                cold("current with something deferred", v1, current(pending("v1", 0, 2)), UP_TO_DATE),
                explicit("explicit: current and complete", v1, current(row("v1", State.CURRENT, 10)), UP_TO_DATE),
                explicit("explicit: current with something withheld", v1, current(pending("v1", 1, 0)), SYNC),
                explicit("explicit: current with something deferred", v1, current(pending("v1", 0, 1)), SYNC),
                // Rule 2: comparable generations.
                cold("canary: the new version starts", fn("v2", 2), state(null, gen("v1", State.CURRENT, 10, 1)), SYNC),
                cold(
                        "canary: the old version starts beside it",
                        fn("v1", 1),
                        state(gen("v1", State.SUPERSEDED, 10, 1), gen("v2", State.CURRENT, 20, 2)),
                        SUPERSEDED),
                cold(
                        "lower and never seen before",
                        fn("v1", 1),
                        state(null, gen("v2", State.CURRENT, 20, 2)),
                        SUPERSEDED),
                cold(
                        "lower, first seen after the current one",
                        fn("v1", 1),
                        state(row("v1", State.ANNOUNCED, 30), gen("v2", State.CURRENT, 20, 2)),
                        SUPERSEDED),
                cold(
                        "higher, first seen before the current one",
                        fn("v2", 3),
                        state(row("v2", State.ANNOUNCED, 10), gen("v1", State.CURRENT, 20, 2)),
                        SYNC),
                cold(
                        "V1 → V2 → V1 on purpose",
                        fn("v1", 3),
                        state(gen("v1", State.SUPERSEDED, 10, 1), gen("v2", State.CURRENT, 20, 2)),
                        SYNC),
                cold(
                        "… → V2 straggles",
                        fn("v2", 2),
                        state(gen("v2", State.SUPERSEDED, 20, 2), gen("v1", State.CURRENT, 10, 3)),
                        SUPERSEDED),
                cold(
                        "… → V2 again on purpose",
                        fn("v2", 4),
                        state(gen("v2", State.SUPERSEDED, 20, 2), gen("v1", State.CURRENT, 10, 3)),
                        SYNC),
                cold("10 is more than 9", fn("v2", 10), state(null, gen("v1", State.CURRENT, 10, 9)), SYNC),
                cold("generation 0 is one", fn("v1", 0), state(null, gen("v2", State.CURRENT, 10, 1)), SUPERSEDED),
                cold(
                        "equal generations: first seen decides, later",
                        fn("v2", 5),
                        state(row("v2", State.ANNOUNCED, 30), gen("v1", State.CURRENT, 20, 5)),
                        SYNC),
                cold(
                        "equal generations: first seen decides, earlier",
                        fn("v2", 5),
                        state(row("v2", State.ANNOUNCED, 10), gen("v1", State.CURRENT, 20, 5)),
                        SUPERSEDED),
                cold(
                        "equal generations: superseded stays",
                        fn("v2", 5),
                        state(gen("v2", State.SUPERSEDED, 30, 5), gen("v1", State.CURRENT, 20, 5)),
                        SUPERSEDED),
                // Rule 3: not comparable.
                cold(
                        "own row missing: seen now for the first time",
                        v2,
                        state(null, row("v1", State.CURRENT, 10)),
                        SYNC),
                cold("first seen later", v2, state(row("v2", State.ANNOUNCED, 20), row("v1", State.CURRENT, 10)), SYNC),
                cold(
                        "first seen earlier: V2 waited behind V3",
                        v2,
                        state(row("v2", State.ANNOUNCED, 10), row("v3", State.CURRENT, 20)),
                        SUPERSEDED),
                cold(
                        "was superseded",
                        v1,
                        state(row("v1", State.SUPERSEDED, 10), row("v2", State.CURRENT, 20)),
                        SUPERSEDED),
                cold(
                        "was superseded by a return: the later one straggles",
                        v2,
                        state(row("v2", State.SUPERSEDED, 20), row("v1", State.CURRENT, 10)),
                        SUPERSEDED),
                cold(
                        "V2 blocked, V3 recorded, V2 straggles",
                        v2,
                        state(blocked("v2", 10, 900), row("v3", State.CURRENT, 20)),
                        SUPERSEDED),
                cold(
                        "V2 blocked and still waiting, V3 recorded, V2 straggles",
                        v2,
                        state(blocked("v2", 10, 1100), row("v3", State.CURRENT, 20)),
                        SUPERSEDED),
                cold(
                        "own generation, current has none: first seen",
                        fn("v2", 1),
                        state(row("v2", State.ANNOUNCED, 20), row("v1", State.CURRENT, 10)),
                        SYNC),
                cold(
                        "current has a generation, this run none",
                        v1,
                        state(row("v1", State.SUPERSEDED, 10), gen("v2", State.CURRENT, 20, 7)),
                        SUPERSEDED),
                cold(
                        "another lineage, lower number, first seen later",
                        other("v2", 1),
                        state(row("v2", State.ANNOUNCED, 20), gen("v1", State.CURRENT, 10, 9)),
                        SYNC),
                cold(
                        "another lineage, higher number, first seen earlier",
                        other("v2", 99),
                        state(row("v2", State.ANNOUNCED, 10), gen("v1", State.CURRENT, 20, 9)),
                        SUPERSEDED),
                // Rule 4: blocked.
                cold(
                        "blocked, before its retry time",
                        v2,
                        state(blocked("v2", 20, 1001), row("v1", State.CURRENT, 10)),
                        BLOCKED_BY_PEER),
                cold(
                        "blocked, at its retry time",
                        v2,
                        state(blocked("v2", 20, 1000), row("v1", State.CURRENT, 10)),
                        SYNC),
                cold(
                        "blocked, after its retry time",
                        v2,
                        state(blocked("v2", 20, 999), row("v1", State.CURRENT, 10)),
                        SYNC),
                cold("the very first version is blocked", v1, state(blocked("v1", 10, 1001), null), BLOCKED_BY_PEER),
                cold(
                        "blocked with a higher generation",
                        fn("v2", 2),
                        state(blocked("v2", 20, 1001), gen("v1", State.CURRENT, 10, 1)),
                        BLOCKED_BY_PEER),
                // Rule 5: explicit.
                explicit("explicit: lower generation", fn("v1", 1), state(null, gen("v2", State.CURRENT, 20, 2)), SYNC),
                explicit(
                        "explicit: was superseded",
                        v1,
                        state(row("v1", State.SUPERSEDED, 10), row("v2", State.CURRENT, 20)),
                        SYNC),
                explicit(
                        "explicit: blocked, before its retry time",
                        v2,
                        state(blocked("v2", 20, 1001), row("v1", State.CURRENT, 10)),
                        SYNC));
    }

    /** V2, first seen at 20 and of generation 2, has committed something over V1 and is not recorded. */
    @TestFactory
    List<DynamicTest> overAnUnfinishedRun() {
        Version plain = begun(row("v1", State.CURRENT, 10), -1);
        Version numbered = begun(gen("v1", State.CURRENT, 10, 1), 2);
        return List.of(
                        cold("the recorded one", version("v1"), current(plain), SUPERSEDED),
                        cold("the recorded one, lower generation", fn("v1", 1), current(numbered), SUPERSEDED),
                        cold("the recorded one, deployed again on purpose", fn("v1", 3), current(numbered), SYNC),
                        explicit("explicit: the recorded one", version("v1"), current(plain), SYNC),
                        cold("the one in progress", version("v2"), state(row("v2", State.ANNOUNCED, 20), plain), SYNC),
                        cold(
                                "the one in progress, found blocked",
                                version("v2"),
                                state(blocked("v2", 20, 1001), plain),
                                BLOCKED_BY_PEER),
                        cold("between", version("v1.5"), state(row("v1.5", State.ANNOUNCED, 15), plain), SUPERSEDED),
                        cold("between, by its generation", fn("v1.5", 1), state(null, numbered), SUPERSEDED),
                        cold(
                                "older than the recorded one, whose own explicit run was cut off",
                                fn("v2", 2),
                                state(gen("v2", State.ANNOUNCED, 20, 2), begun(gen("v1", State.CURRENT, 10, 3), 2)),
                                SUPERSEDED),
                        cold("older than both", version("v0"), state(row("v0", State.ANNOUNCED, 5), plain), SUPERSEDED),
                        cold("newer, seen for the first time", version("v3"), state(null, plain), SYNC),
                        cold("newer", version("v3"), state(row("v3", State.ANNOUNCED, 30), plain), SYNC),
                        cold("newer, by its generation", fn("v3", 3), state(null, numbered), SYNC),
                        explicit("explicit: older than both", version("v0"), state(null, plain), SYNC))
                .stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.name(),
                        () -> assertEquals(
                                c.expected(),
                                VersionOrder.decide(c.own(), c.state(), c.explicit())
                                        .kind())))
                .toList();
    }

    private static Version begun(Version current, long generation) {
        String lineage = generation < 0 ? "" : FN;
        return new Version(
                current.hash(),
                current.state(),
                current.firstSeen(),
                current.lineage(),
                current.generation(),
                0,
                0,
                "in progress: v2 seen 20000000 generation " + generation + " of " + lineage,
                0,
                null,
                current.recordedAt(),
                "peer",
                "1");
    }

    @Test
    void aReasonThatOnlyLooksLikeAMarkIsNone() {
        for (String reason : List.of("in progress: v2", "in progress: v2 seen x generation 1 of f", "in progressive")) {
            assertEquals(null, InProgress.of(reason), reason);
        }
        assertEquals(
                new InProgress("v2", Instant.ofEpochSecond(20), new Generation("a of b", 7)),
                InProgress.of("in progress: v2 seen 20000000 generation 7 of a of b"));
    }

    @Test
    void supersededSaysByWhatAndHowToReturnOnPurpose() {
        Identity v1 = new Identity("shop", "v1:1111222233334444", Generation.none());
        Version v2 = row("v1:9b0d77e2aaaa", State.CURRENT, 20);
        String reason = VersionOrder.decide(v1, state(row(v1.hash(), State.SUPERSEDED, 10), v2), false)
                .reason();
        assertTrue(
                reason.startsWith("shop: a newer version, 9b0d77e2, is recorded since 1970-01-01T00:08:20Z"), reason);
        assertTrue(reason.contains("TIDEMARK_GENERATION") && reason.contains("explicit sync"), reason);
    }

    @Test
    void blockedSaysWhyAndUntilWhen() {
        String reason = VersionOrder.decide(version("v2"), state(blocked("v2", 20, 1001), null), false)
                .reason();
        assertEquals(
                "[TDM-210] no default (attempt 3; not tried again before 1970-01-01T00:16:41Z, except by an explicit"
                        + " sync)",
                reason);
    }

    private static Case cold(String name, Identity own, HotState state, Verdict.Kind expected) {
        return new Case(name, own, state, false, expected);
    }

    private static Case explicit(String name, Identity own, HotState state, Verdict.Kind expected) {
        return new Case(name, own, state, true, expected);
    }

    private static Identity version(String hash) {
        return new Identity("shop", hash, Generation.none());
    }

    private static Identity fn(String hash, long generation) {
        return new Identity("shop", hash, new Generation(FN, generation));
    }

    private static Identity other(String hash, long generation) {
        return new Identity("shop", hash, new Generation("other", generation));
    }

    private static HotState state(@Nullable Version own, @Nullable Version current) {
        return new HotState(false, own, current, Instant.ofEpochSecond(1000));
    }

    private static HotState current(Version own) {
        return state(own, own);
    }

    private static Version row(String hash, State state, long firstSeen) {
        return version(hash, state, firstSeen, null, -1, 0, 0);
    }

    private static Version gen(String hash, State state, long firstSeen, long generation) {
        return version(hash, state, firstSeen, FN, generation, 0, 0);
    }

    private static Version pending(String hash, int withheld, int deferred) {
        return version(hash, State.CURRENT, 10, null, -1, withheld, deferred);
    }

    private static Version blocked(String hash, long firstSeen, long retryAfter) {
        return new Version(
                hash,
                State.BLOCKED,
                Instant.ofEpochSecond(firstSeen),
                null,
                -1,
                0,
                0,
                "[TDM-210] no default",
                3,
                Instant.ofEpochSecond(retryAfter),
                null,
                "peer",
                "1");
    }

    private static Version version(
            String hash,
            State state,
            long firstSeen,
            @Nullable String lineage,
            long generation,
            int withheld,
            int deferred) {
        return new Version(
                hash,
                state,
                Instant.ofEpochSecond(firstSeen),
                lineage,
                generation,
                withheld,
                deferred,
                null,
                0,
                null,
                Instant.ofEpochSecond(500),
                "peer",
                "1");
    }
}
