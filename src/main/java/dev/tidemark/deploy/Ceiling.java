package dev.tidemark.deploy;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Permission;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The most that may be asked of the Tidemark function, by its own configuration: {@code lambda:InvokeFunction} is the right to send any event, so an event can
 * only lower what the environment allows.
 *
 * @param mode {@code TIDEMARK_MODE}; SAFE where it is not set
 * @param hazards {@code TIDEMARK_ALLOW}
 * @param breaking {@code TIDEMARK_ALLOW_BREAKING}: what breaks versions that still serve; in mode auto where it is not set
 */
public record Ceiling(Mode mode, Set<Hazard> hazards, boolean breaking) {
    public Ceiling {
        hazards = Set.copyOf(hazards);
    }

    /**
     * The environment's.
     *
     * @throws TidemarkException TDM-603 for a mode or a hazard that there is not
     */
    public static Ceiling of(Map<String, String> environment) {
        @Nullable String mode = Setting.MODE.text(environment);
        Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
        Setting.ALLOW.list(environment).forEach(name -> hazards.add(Hazard.valueOf(name.toUpperCase(Locale.ROOT))));
        Mode most = mode == null ? Mode.SAFE : Mode.valueOf(mode.toUpperCase(Locale.ROOT));
        boolean breaking = Setting.ALLOW_BREAKING.text(environment) == null
                ? most == Mode.AUTO
                : Setting.ALLOW_BREAKING.flag(environment);
        return new Ceiling(most, hazards, breaking);
    }

    /**
     * How far a run goes that somebody asked for in this mode.
     *
     * @param askedToBreak whether it was asked to apply what breaks versions that still serve; null where nobody said: then as the environment says, which,
     *     where it says nothing, means in mode auto only
     * @param said whether the environment allows it in so many words
     */
    public Permission permission(Mode wanted, @Nullable Boolean askedToBreak, boolean said) {
        return Permission.explicit(
                wanted, breaking && (askedToBreak == null ? said || wanted == Mode.AUTO : askedToBreak));
    }

    /** What a run does for which nobody asked for a mode: safe, or less where the environment allows less. */
    public Mode usual() {
        return rank(mode) < rank(Mode.SAFE) ? mode : Mode.SAFE;
    }

    /**
     * What is asked for beyond the environment; empty where nothing is.
     *
     * @param what who asks, as a message begins: {@code "sync"}
     */
    public List<Problem> exceeded(
            String what, Mode wanted, @Nullable Set<Hazard> asked, @Nullable Boolean askedToBreak) {
        List<Problem> problems = new ArrayList<>();
        if (Boolean.TRUE.equals(askedToBreak) && !breaking) {
            problems.add(problem(
                    what
                            + " asks to break versions that still serve, and this function's TIDEMARK_ALLOW_BREAKING"
                            + " does not allow that",
                    "without it; or TIDEMARK_ALLOW_BREAKING=true of the function"));
        }
        if (rank(wanted) > rank(mode)) {
            problems.add(problem(
                    what + " asks for mode " + word(wanted) + ", and this function's TIDEMARK_MODE"
                            + (mode == Mode.SAFE ? " (safe where it is not set)" : "") + " allows no more than "
                            + word(mode),
                    "a mode that is allowed; or TIDEMARK_MODE=" + word(wanted) + " of the function"));
        }
        Set<Hazard> beyond = new TreeSet<>(asked == null ? Set.of() : asked);
        beyond.removeAll(hazards);
        if (!beyond.isEmpty()) {
            String names = beyond.stream().map(Hazard::name).collect(Collectors.joining(","));
            problems.add(problem(
                    what + " asks to allow " + names + ", and this function's TIDEMARK_ALLOW "
                            + (hazards.isEmpty() ? "allows none" : "allows " + new TreeSet<>(hazards) + " only"),
                    "without it; or TIDEMARK_ALLOW=" + names + " of the function"));
        }
        return problems;
    }

    private static Problem problem(String message, String wayOut) {
        return Problem.of("TDM-614", null, message, null, null, List.of(wayOut));
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static int rank(Mode mode) {
        return switch (mode) {
            case OFF -> 0;
            case VERIFY -> 1;
            case SAFE -> 2;
            case AUTO -> 3;
        };
    }
}
