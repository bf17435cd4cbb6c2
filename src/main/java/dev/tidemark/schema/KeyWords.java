package dev.tidemark.schema;

import java.util.Arrays;
import java.util.Set;

/** Words that are never a name unless they are quoted: PostgreSQL's reserved key words (its documentation, appendix C). */
final class KeyWords {
    private static final Set<String> RESERVED = Set.copyOf(
            """
            all analyse analyze and any array as asc asymmetric both case cast check collate column constraint
            create current_catalog current_date current_role current_time current_timestamp current_user default
            deferrable desc distinct do else end except false fetch for foreign from grant group having in
            initially intersect into lateral leading limit localtime localtimestamp not null offset on only or
            order placing primary references returning select session_user some symmetric system_user table then
            to trailing true union unique user using variadic when where window with
            """.lines().flatMap(line -> Arrays.stream(line.split(" ", -1))).toList());

    private KeyWords() {}

    /** Whether this folded word, unquoted, can name nothing. */
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }
}
