package dev.tidemark.schema;

import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads data steps of a declaration: each of their statements has its structured comment; those of one name are one step. */
public final class DataSteps {
    /** Statements that change rows, or run code that does, and that PostgreSQL can roll back. */
    private static final Set<String> ALLOWED = Set.of(
            "insert", "update", "delete", "merge", "with", "select", "do", "call", "truncate", "lock", "refresh");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");
    private static final String SAFE = "safe";

    /** What a name has been given so far. */
    private record Draft(DataStep.When when, boolean safe, List<DataStep.Part> parts) {}

    private final String origin;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    DataSteps(String origin) {
        this.origin = origin;
    }

    /** Whether the statement belongs to a data step. */
    static boolean isOne(Statement statement) {
        return HintText.of(statement).anyMatch(DataSteps::isOne);
    }

    private static boolean isOne(HintText text) {
        return text.kind() == HintText.Kind.MIGRATE_BEFORE || text.kind() == HintText.Kind.MIGRATE_AFTER;
    }

    /**
     * What is wrong with one statement of a step, if anything is.
     *
     * @param hint the structured comment: {@code -- @migrate-before name}
     * @param sql one statement, without its semicolon
     */
    public static Optional<String> fault(String hint, String sql) {
        List<String> faults = new ArrayList<>();
        try {
            List<Statement> statements = Splitter.split(hint + "\n" + sql + "\n", "sql");
            if (statements.size() != 1) {
                return Optional.of(statements.isEmpty() ? "a statement is empty" : "a string holds several statements");
            }
            new DataSteps("sql").add(statements.get(0), SearchPath.DEFAULT, faults::add);
        } catch (TidemarkException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults.stream().findFirst();
    }

    /** Adds a statement; what is wrong with it goes to {@code fault}. */
    void add(Statement statement, List<String> path, Consumer<String> fault) {
        List<HintText> texts = HintText.of(statement).filter(DataSteps::isOne).toList();
        HintText text = texts.get(0);
        String[] words = text.argument().split("\\s+", -1);
        boolean safe = words.length == 2 && words[1].equals(SAFE);
        String comment = text.kind().word() + " " + text.argument();
        if (texts.size() > 1) {
            fault.accept("two data steps are named at one statement: each statement belongs to one");
        } else if (!NAME.matcher(words[0]).matches() || (words.length > 1 && !safe)) {
            fault.accept("\"" + comment.strip() + "\" is not understood: write "
                    + text.kind().word()
                    + " NAME or NAME safe, the name in lower-case letters, digits, '_', '-' and '.'");
        } else if (!ALLOWED.contains(statement.cursor().word(0))) {
            fault.accept(Rules.shown(statement) + " cannot be part of a data step, which changes rows: INSERT, UPDATE,"
                    + " DELETE, MERGE, TRUNCATE, SELECT, WITH, CALL, DO, LOCK, REFRESH");
        } else {
            add(words[0], whenOf(text), safe, statement, path, fault);
        }
    }

    private void add(
            String name,
            DataStep.When when,
            boolean safe,
            Statement statement,
            List<String> path,
            Consumer<String> fault) {
        Draft draft = drafts.computeIfAbsent(name, n -> new Draft(when, safe, new ArrayList<>()));
        if (draft.when() != when || draft.safe() != safe) {
            fault.accept("data step " + name + " is declared in two ways: all its statements are before or after, and"
                    + " all are safe or none is");
            return;
        }
        String place = origin + ":" + statement.line() + ":" + statement.column();
        draft.parts().add(new DataStep.Part(statement.sql(), path, place));
    }

    private static DataStep.When whenOf(HintText text) {
        return text.kind() == HintText.Kind.MIGRATE_BEFORE ? DataStep.When.BEFORE : DataStep.When.AFTER;
    }

    /** The steps, in the order of their first statements. */
    List<DataStep> all() {
        List<DataStep> steps = new ArrayList<>();
        drafts.forEach((name, d) -> steps.add(DataStep.of(name, d.when(), d.safe(), d.parts())));
        return steps;
    }
}
