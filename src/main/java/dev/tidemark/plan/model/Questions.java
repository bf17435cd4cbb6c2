package dev.tidemark.plan.model;

import java.util.List;

/**
 * What a plan wants to know about rows before anything runs ("the rows are looked at first"); the caller asks them in one round trip, each under a short
 * statement timeout, and gives the answers as {@link Facts}.
 *
 * @param questions each a query of one row and one bigint column, keyed by its text; an error or a timeout is no answer
 * @param preparation statements that make functions and types which the questions name and the database does not have yet, or has with another body; to be
 *     run before the questions in a transaction that is rolled back, in any order that works. One that fails makes no question fail that does not name it
 */
public record Questions(List<String> questions, List<String> preparation) {
    public Questions {
        questions = List.copyOf(questions);
        preparation = List.copyOf(preparation);
    }
}
