package dev.tidemark.cli;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import java.util.Collection;
import java.util.Set;

/**
 * What somebody has allowed: hazards wherever they occur, or what happens to single objects.
 *
 * @param hazards allowed everywhere
 * @param drops objects whose data may be lost, as plans call them
 * @param rewrites objects that may be rewritten, or scanned under a lock
 */
record Consent(Set<Hazard> hazards, Set<String> drops, Set<String> rewrites) {
    static final Consent NONE = of(Set.of());

    Consent {
        hazards = Set.copyOf(hazards);
        drops = Set.copyOf(drops);
        rewrites = Set.copyOf(rewrites);
    }

    static Consent of(Collection<Hazard> hazards) {
        return new Consent(Set.copyOf(hazards), Set.of(), Set.of());
    }

    /** Whether this hazard of this change still needs somebody's word. */
    boolean isMissing(Plan.Change change, HazardNote note) {
        return note.needsWord() && !hazards.contains(note.hazard()) && !names(optionOf(note.hazard()), change.object());
    }

    private boolean names(String option, ObjectName object) {
        Set<String> named = option.equals("--drop") ? drops : rewrites;
        return named.contains(object.display()) || named.contains(qualified(object));
    }

    private static String qualified(ObjectName object) {
        String own = object.schema() + "." + object.name();
        return object.member().isEmpty() ? own : own + "." + object.member();
    }

    /** The option that allows a hazard for one object. */
    static String optionOf(Hazard hazard) {
        return hazard == Hazard.DATA_LOSS ? "--drop" : "--rewrite";
    }
}
