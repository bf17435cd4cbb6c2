package dev.tidemark.deploy;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells the Update that CloudFormation sends while rolling back from others: it brings back the properties of before, hence a lower number. Asks as
 * little of the properties as it can, since a rollback that is refused gets stuck.
 */
final class Rollback {
    private Rollback() {}

    /**
     * Whether these properties bring back an earlier version. {@code Generation} says so where both have one of the same {@code Lineage} and they
     * differ, else {@code FunctionVersion}; numbers that could never have been deployed (they are refused) are those of an update that failed.
     */
    static boolean is(Map<String, Object> now, Map<String, Object> before) {
        @Nullable Boolean byGeneration = byGeneration(now, before);
        return byGeneration == null ? byVersion(now, before) : byGeneration;
    }

    private static @Nullable Boolean byGeneration(Map<String, Object> now, Map<String, Object> before) {
        @Nullable String mine = Wishes.text(now, Wishes.GENERATION);
        @Nullable String other = Wishes.text(before, Wishes.GENERATION);
        if (mine == null || other == null || mine.equals(other) || !sameLineage(now, before)) {
            return null;
        }
        @Nullable Long number = Wishes.number(mine);
        @Nullable Long former = Wishes.number(other);
        if (former == null || number == null) {
            return number != null;
        }
        return number.equals(former) ? null : number < former;
    }

    private static boolean sameLineage(Map<String, Object> now, Map<String, Object> before) {
        return Objects.equals(Wishes.text(now, Wishes.LINEAGE), Wishes.text(before, Wishes.LINEAGE));
    }

    private static boolean byVersion(Map<String, Object> now, Map<String, Object> before) {
        @Nullable String mine = Wishes.text(now, Wishes.FUNCTION_VERSION);
        @Nullable String other = Wishes.text(before, Wishes.FUNCTION_VERSION);
        if (mine == null || other == null) {
            return false;
        }
        @Nullable FunctionVersion version = FunctionVersion.parse(mine);
        @Nullable FunctionVersion former = FunctionVersion.parse(other);
        if (version == null || former == null) {
            return version != null;
        }
        return version.isBefore(former);
    }
}
