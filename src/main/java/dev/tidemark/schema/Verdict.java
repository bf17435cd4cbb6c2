package dev.tidemark.schema;

import java.util.List;

/** What becomes of a statement. */
sealed interface Verdict {
    Verdict KEEP = new Keep();
    Verdict LEAVE_OUT = new LeaveOut();

    /** It declares something. */
    record Keep() implements Verdict {}

    /** It says nothing that a shadow can hold: settings, owners, rights. */
    record LeaveOut() implements Verdict {}

    /** It has no place in a declaration. */
    record Refuse(String why, List<String> waysOut) implements Verdict {
        public Refuse {
            waysOut = List.copyOf(waysOut);
        }
    }

    static Verdict refuse(String why, String... waysOut) {
        return new Refuse(why, List.of(waysOut));
    }
}
