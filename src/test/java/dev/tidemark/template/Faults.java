package dev.tidemark.template;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a template, in the order found. */
final class Faults {
    private final List<String> found = new ArrayList<>();

    /** Notes it where the condition does not hold. */
    void unless(boolean holds, String what) {
        if (!holds) {
            found.add(what);
        }
    }

    List<String> found() {
        return List.copyOf(found);
    }
}
