package dev.tidemark.processor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the former names among things that share one space of names. */
record Renames(Faults faults) {

    /**
     * One thing.
     *
     * @param name its name now
     * @param from its name before
     * @param hint where that is said
     */
    record Named(String name, Optional<String> from, Place hint) {}

    /** Reports what is renamed from itself, from what is still declared, or from what another one is renamed from too. */
    void check(List<Named> all) {
        Map<String, Named> declared = new HashMap<>();
        all.forEach(each -> declared.putIfAbsent(each.name(), each));
        Map<String, Named> followed = new HashMap<>();
        for (Named each : all) {
            each.from().ifPresent(from -> {
                Named rival = followed.putIfAbsent(from, each);
                if (from.equals(each.name())) {
                    faults.report(Fault.RENAME_ITSELF, each.hint(), from);
                } else if (declared.containsKey(from)) {
                    String by = declared.get(from).hint().display();
                    faults.report(Fault.RENAME_DECLARED, each.hint(), from, "that is declared too, by " + by);
                } else if (rival != null) {
                    String by = rival.hint().display();
                    faults.report(Fault.RENAME_DECLARED, each.hint(), from, by + " is renamed from it too");
                }
            });
        }
    }
}
