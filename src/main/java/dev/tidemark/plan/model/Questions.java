package dev.tidemark.plan.model;

import java.util.List;

/**
 * What a plan wants to know about rows before anything runs ("the rows are looked at first"); the caller asks them in one round trip, each under a short
 * statement timeout, and gives the answers as {@link Facts}.
 *
 * @param questions each a query of one row and one bigint column, keyed by its text; an error or a timeout is no answer
 */
public record Questions(List<String> questions) {
    public Questions {
        questions = List.copyOf(questions);
    }
}
