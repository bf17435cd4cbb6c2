package dev.tidemark.shadow;

import dev.tidemark.schema.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is said about a statement's significant tokens before it is mapped: words that have no place inside a shadow, and names that are qualified where they
 * are written without a schema, so that no mistake can touch a live table.
 */
final class Shape {
    private static final Set<String> MODIFIERS =
            Set.of("or", "replace", "unlogged", "recursive", "constraint", "unique", "materialized", "foreign");
    private static final Set<String> EXISTENCE = Set.of("if", "not", "exists", "only");
    private static final Set<String> NAMED_KINDS = Set.of(
            "table",
            "view",
            "sequence",
            "index",
            "type",
            "domain",
            "function",
            "procedure",
            "routine",
            "aggregate",
            "statistics");
    private static final Set<String> ON_TABLE = Set.of("trigger", "policy", "rule", "constraint");

    private final List<Token> tokens;
    private final Set<Integer> dropped = new HashSet<>();
    private final Set<Integer> targets = new HashSet<>();
    private final String verb;
    private final String kind;
    private final boolean materializes;

    Shape(List<Token> significant) {
        this.tokens = significant;
        this.verb = word(0);
        int at = verb.equals("comment") ? 2 : 1;
        while (MODIFIERS.contains(word(at)) && !(isComment() && word(at).equals("constraint"))) {
            at++;
        }
        this.kind = word(at);
        dropConditions();
        findTargets(at + 1);
        boolean asQuery = kind.equals("table") && atTop("as") > 0;
        this.materializes = verb.equals("create") && (asQuery || (kind.equals("view") && hasWord("materialized", at)));
        if (word(at + 1).equals("concurrently")) {
            dropped.add(at + 1);
        }
    }

    boolean isDropped(int at) {
        return dropped.contains(at);
    }

    /** Whether this token begins a name that must not be left to the search_path, and is written without its schema. */
    boolean isTarget(int at) {
        return targets.contains(at);
    }

    boolean creates(String what) {
        return verb.equals("create") && kind.equals(what);
    }

    boolean isRoutine() {
        return creates("function") || creates("procedure");
    }

    boolean isComment() {
        return verb.equals("comment");
    }

    /** View, policy or rule: a query or an expression, in which a schema's name may be an alias. */
    boolean isQuery() {
        return kind.equals("view") || kind.equals("policy") || kind.equals("rule");
    }

    /** {@code CREATE TABLE … AS} and materialized views, which are made without rows. */
    boolean materializes() {
        return materializes;
    }

    private String word(int at) {
        return at >= 0 && at < tokens.size() && tokens.get(at).kind() == Token.Kind.WORD
                ? tokens.get(at).value()
                : "";
    }

    private boolean hasWord(String word, int before) {
        for (int i = 0; i < before; i++) {
            if (word(i).equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** IF [NOT] EXISTS would hide that a statement comes too early; behind DROP it may stay. */
    private void dropConditions() {
        if (kind.equals("extension") || !(verb.equals("create") || verb.equals("alter"))) {
            return;
        }
        for (int i = 1; i + 1 < tokens.size(); i++) {
            int not = word(i + 1).equals("not") ? 1 : 0;
            boolean condition = word(i).equals("if") && word(i + 1 + not).equals("exists");
            if (condition && !word(i - 1).equals("drop") && !word(i - 2).equals("drop")) {
                for (int j = i; j <= i + 1 + not; j++) {
                    dropped.add(j);
                }
            }
        }
    }

    private void findTargets(int afterKind) {
        if (verb.equals("create")) {
            switch (kind) {
                case "index", "trigger", "policy" -> target(atTop("on") + 1);
                case "rule" -> target(atTop("to") + 1);
                case "statistics" -> target(atTop("from") + 1);
                case "table" -> partsOfTable(afterKind);
                case "sequence" -> ownedBy();
                default -> {}
            }
        } else if (ON_TABLE.contains(kind)) {
            int on = atTop("on", afterKind);
            target(word(on + 1).equals("domain") ? on + 2 : on + 1);
        } else if (kind.equals("column")) {
            target(afterKind, 2);
        } else if (NAMED_KINDS.contains(kind)) {
            target(afterKind);
            partsOfTable(afterKind);
            ownedBy();
        }
    }

    private void partsOfTable(int from) {
        for (int i = from; i < tokens.size(); i++) {
            switch (word(i)) {
                case "references", "inherit", "like" -> target(i + 1);
                case "of" -> {
                    if (word(i - 1).equals("partition")) {
                        target(i + 1);
                    }
                }
                case "partition" -> {
                    if (word(i - 1).equals("attach") || word(i - 1).equals("detach")) {
                        target(i + 1);
                    }
                }
                case "inherits" -> listOfTargets(i + 1);
                default -> {}
            }
        }
    }

    private void listOfTargets(int from) {
        for (int i = from; i < tokens.size() && !tokens.get(i).isMark(")"); i++) {
            if (tokens.get(i).isMark("(") || tokens.get(i).isMark(",")) {
                target(i + 1);
            }
        }
    }

    private void ownedBy() {
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (word(i).equals("owned")
                    && word(i + 1).equals("by")
                    && !word(i + 2).equals("none")) {
                target(i + 2, 2);
            }
        }
    }

    private void target(int at) {
        target(at, 1);
    }

    private void target(int from, int parts) {
        int at = from;
        while (at > 0 && EXISTENCE.contains(word(at))) {
            at++;
        }
        boolean behindSomething =
                from > 0 && at < tokens.size() && tokens.get(at).isName();
        if (behindSomething && length(at) == parts) {
            targets.add(at);
        }
    }

    /** How many names are joined by dots from here on. */
    private int length(int at) {
        int length = 1;
        while (at + 2 * length < tokens.size()
                && tokens.get(at + 2 * length - 1).isMark(".")) {
            length++;
        }
        return length;
    }

    private int atTop(String word) {
        return atTop(word, 1);
    }

    /** Where this word stands outside of parentheses, −1 if nowhere. */
    private int atTop(String word, int from) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            depth += tokens.get(i).isMark("(") ? 1 : tokens.get(i).isMark(")") ? -1 : 0;
            if (depth == 0 && word(i).equals(word)) {
                return i;
            }
        }
        return -1;
    }
}
