package dev.tidemark;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What somebody has allowed: hazards wherever they occur, or what happens to single objects.
 *
 * @param hazards allowed everywhere
 * @param drops objects whose data may be lost, as plans call them ({@link ObjectName#display()}), or with their schema
 * @param rewrites objects that may be rewritten, made again, or scanned under a strong lock
 * @param runs data steps that may run
 */
public record Consent(Set<Hazard> hazards, Set<String> drops, Set<String> rewrites, Set<String> runs) {
    /** Nothing is allowed. */
    public static final Consent NONE = of(Set.of());

    public Consent {
        hazards = Set.copyOf(hazards);
        drops = Set.copyOf(drops);
        rewrites = Set.copyOf(rewrites);
        runs = Set.copyOf(runs);
    }

    /** No data step is allowed by its name. */
    public Consent(Set<Hazard> hazards, Set<String> drops, Set<String> rewrites) {
        this(hazards, drops, rewrites, Set.of());
    }

    /** These hazards, whatever object they happen to. */
    public static Consent of(Collection<Hazard> hazards) {
        return new Consent(Set.copyOf(hazards), Set.of(), Set.of());
    }

    /** What this or the other allows. */
    public Consent and(Consent other) {
        return new Consent(
                union(hazards, other.hazards),
                union(drops, other.drops),
                union(rewrites, other.rewrites),
                union(runs, other.runs));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /**
     * Whether nobody is needed for this hazard of this object: it never needs approval, or has it. Whoever allows {@link Hazard#DATA_LOSS} everywhere allows the
     * changes of an adoption, which lose none.
     */
    public boolean covers(ObjectName object, HazardNote note) {
        return !note.requiresApproval()
                || hazards.contains(note.hazard())
                || (note.hazard() == Hazard.ADOPTION_CHANGE && hazards.contains(Hazard.DATA_LOSS))
                || names(option(note.hazard()), object);
    }

    /**
     * The option of the command line that allows a hazard for one object: {@code --drop}, {@code --rewrite} or {@code --run}; {@code --allow} for what is only
     * allowed by its own name.
     */
    public static String option(Hazard hazard) {
        return switch (hazard) {
            case DATA_LOSS -> "--drop";
            case DATA_CHANGE -> "--run";
            case ADOPTION_CHANGE -> "--allow";
            default -> "--rewrite";
        };
    }

    private boolean names(String option, ObjectName object) {
        Set<String> named = switch (option) {
            case "--drop" -> drops;
            case "--run" -> runs;
            case "--allow" -> Set.of();
            default -> rewrites;
        };
        return named.contains(object.display()) || named.contains(qualified(object));
    }

    private static String qualified(ObjectName object) {
        String own = object.schema() + "." + object.name();
        return object.member().isEmpty() ? own : own + "." + object.member();
    }
}
