package dev.tidemark.schema;

import java.util.List;
import java.util.Set;

/** The DROPs of {@code pg_dump --clean --if-exists}: before what they drop is created they say nothing. */
final class Drops {
    private static final String STEP = "DROP is a step, not a declaration: what is not declared is dropped by a sync";

    private Drops() {}

    /** Whether a statement drops something: a DROP, or an ALTER TABLE IF EXISTS … DROP before that table exists. */
    static boolean isDrop(Statement statement) {
        return statement.cursor().sees("drop");
    }

    /** Left out where none of {@code createdBefore} (bare names) is dropped and IF EXISTS says that it may be missing. */
    static Verdict judge(Statement statement, Set<String> createdBefore) {
        Cursor cursor = statement.cursor().skip();
        while (!cursor.atEnd() && !cursor.sees("if", "exists")) {
            cursor.skip();
        }
        if (!cursor.take("if", "exists")) {
            return Verdict.refuse(STEP, "Remove it", "Write DROP … IF EXISTS, before the CREATE of the same name");
        }
        while (!cursor.atEnd()) {
            List<String> name = cursor.name();
            if (!name.isEmpty() && createdBefore.contains(name.get(name.size() - 1))) {
                return Verdict.refuse(STEP + "; and " + name.get(name.size() - 1) + " is declared above", "Remove it");
            }
            if (!cursor.seesMark(",")) {
                break;
            }
            cursor.skip();
        }
        return Verdict.LEAVE_OUT;
    }

    /** {@code ALTER … IF EXISTS x … DROP …} where x is not created yet: it cleans up like a DROP. */
    static boolean cleansUp(Statement statement, Set<String> createdBefore) {
        Cursor cursor = statement.cursor();
        if (!cursor.take("alter")) {
            return false;
        }
        cursor.skip(Set.of("foreign", "materialized")).skip();
        if (!cursor.take("if", "exists")) {
            return false;
        }
        cursor.take("only");
        List<String> name = cursor.name();
        return !name.isEmpty() && !createdBefore.contains(name.get(name.size() - 1)) && cursor.find("drop");
    }
}
