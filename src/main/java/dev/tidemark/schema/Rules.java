package dev.tidemark.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which statements have a place in a declaration, judged by their words alone. */
final class Rules {
    /** What {@code pg_dump} sets, and what means nothing for a declaration. */
    private static final Set<String> SETTINGS = Set.of(
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "transaction_timeout",
            "client_encoding",
            "names",
            "standard_conforming_strings",
            "escape_string_warning",
            "check_function_bodies",
            "xmloption",
            "client_min_messages",
            "row_security",
            "default_tablespace",
            "default_table_access_method",
            "default_with_oids",
            "extra_float_digits",
            "role",
            "authorization");

    private static final Set<String> CLUSTER_WIDE =
            Set.of("role", "user", "group", "database", "tablespace", "subscription", "system");
    private static final Set<String> WHO_RUNS_IT = Set.of("user", "current_user", "current_role", "session_user");
    private static final Map<String, Verdict> BY_FIRST_WORD = byFirstWord();

    private Rules() {}

    /** The verdict on a statement that sets no search_path and is no DROP. */
    static Verdict judge(Statement statement) {
        Cursor cursor = statement.cursor();
        String first = cursor.word(0);
        Verdict known = BY_FIRST_WORD.get(first);
        if (known != null) {
            return known;
        }
        return switch (first) {
            case "set", "reset" -> setting(cursor.skip());
            case "select" -> select(statement);
            case "create" -> create(statement, cursor.skip());
            case "alter" -> alter(statement, cursor.skip());
            case "comment" -> comment(cursor.skip());
            case "security" -> Verdict.LEAVE_OUT;
            default -> Verdict.refuse(shown(statement) + " is no statement that declares something", "Remove it");
        };
    }

    /** Whether it says whose something is, or who acts: {@code OWNER TO}, {@code SET ROLE}, {@code SET SESSION AUTHORIZATION}. */
    static boolean isAboutOwners(Statement statement) {
        List<Token> tokens = statement.significant();
        int size = tokens.size();
        Cursor cursor = statement.cursor();
        if (cursor.take("alter")) {
            return size > 4
                    && tokens.get(size - 3).isWord("owner")
                    && tokens.get(size - 2).isWord("to");
        }
        if (!cursor.take("set") && !cursor.take("reset")) {
            return false;
        }
        cursor.skip(Set.of("local", "session"));
        return cursor.sees("role") || cursor.sees("authorization");
    }

    /** The first words of a statement, as a reader would name it. */
    static String shown(Statement statement) {
        StringBuilder out = new StringBuilder();
        for (Token token : statement.significant()) {
            if (out.length() > 40) {
                return out + " …";
            }
            String text = token.kind() == Token.Kind.WORD && out.isEmpty()
                    ? token.text().toUpperCase(Locale.ROOT)
                    : token.text();
            boolean glued =
                    token.kind() == Token.Kind.PUNCTUATION || out.toString().endsWith(".");
            out.append(out.isEmpty() || glued ? "" : " ").append(text.length() > 40 ? "…" : text);
        }
        return out.toString();
    }

    private static Verdict setting(Cursor cursor) {
        if (cursor.sees("constraints")) {
            return Verdict.refuse(
                    "SET CONSTRAINTS acts on a transaction, it declares nothing",
                    "Write DEFERRABLE INITIALLY DEFERRED at the constraint");
        }
        cursor.skip(Set.of("local", "session"));
        String name = cursor.word(0);
        if (name.equals("standard_conforming_strings") && isOff(cursor)) {
            return Verdict.refuse(
                    "standard_conforming_strings = off changes what every string means",
                    "Remove it, and write E'…' where a backslash is an escape");
        }
        return SETTINGS.contains(name)
                ? Verdict.LEAVE_OUT
                : Verdict.refuse(
                        "SET " + name + " has no effect here: of all settings only search_path is read", "Remove it");
    }

    private static boolean isOff(Cursor cursor) {
        Token value = cursor.peek(2);
        return value != null && Set.of("off", "false", "no", "0", "f", "n").contains(value.value());
    }

    private static Verdict select(Statement statement) {
        return SearchPath.isSetConfig(statement)
                ? Verdict.LEAVE_OUT
                : Verdict.refuse("SELECT runs a query, it declares nothing", "Remove it");
    }

    private static Verdict create(Statement statement, Cursor cursor) {
        cursor.skip(Set.of("or", "replace", "global", "local"));
        if (cursor.sees("temp") || cursor.sees("temporary")) {
            return Verdict.refuse("a temporary object ends with its session", "Make it an ordinary or an UNLOGGED one");
        }
        if (cursor.sees("user", "mapping", "for") && WHO_RUNS_IT.contains(cursor.word(3))) {
            return Verdict.refuse(
                    "USER MAPPING FOR " + cursor.word(3).toUpperCase(Locale.ROOT)
                            + " means another role for each role that syncs",
                    "Name the role: CREATE USER MAPPING FOR app SERVER …");
        }
        if (cursor.sees("type") && isBaseType(statement)) {
            return Verdict.refuse(
                    "a base type and its functions need each other, which one declaration cannot order",
                    "Put it into an extension, and declare CREATE EXTENSION",
                    "Make it a domain, an enum or a composite type");
        }
        return clusterWide("CREATE", cursor);
    }

    /** Whether it is {@code CREATE TYPE name (INPUT = …)}. */
    private static boolean isBaseType(Statement statement) {
        List<Token> tokens = statement.significant();
        for (int i = 2; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).isWord("as")) {
                return false;
            }
            if (tokens.get(i).isWord("input") && tokens.get(i + 1).isMark("=")) {
                return true;
            }
        }
        return false;
    }

    private static Verdict clusterWide(String verb, Cursor cursor) {
        String word = cursor.word(0);
        if (!CLUSTER_WIDE.contains(word) || cursor.sees("user", "mapping")) {
            return Verdict.KEEP;
        }
        return Verdict.refuse(
                verb + " " + word.toUpperCase(Locale.ROOT) + " concerns the whole cluster, not one database's schema",
                "Do it where the server is set up");
    }

    private static Verdict alter(Statement statement, Cursor cursor) {
        if (cursor.sees("extension")) {
            return Verdict.refuse(
                    shown(statement) + " is a step, not a declaration",
                    "Write the schema and the version into CREATE EXTENSION",
                    "What an extension consists of is its own: remove ADD and DROP");
        }
        List<Token> tokens = statement.significant();
        if (isAboutOwners(statement)) {
            return Verdict.LEAVE_OUT;
        }
        if (cursor.sees("server") || cursor.sees("user", "mapping") || cursor.sees("foreign", "data", "wrapper")) {
            return Verdict.refuse(
                    shown(statement) + " is a step, not a declaration",
                    "Write the options and the version into the CREATE");
        }
        if (cursor.sees("large", "object")) {
            return Verdict.refuse("large objects are data", "Remove it");
        }
        if (renames(tokens)) {
            return Verdict.refuse(
                    "ALTER … RENAME is a step, not a declaration",
                    "Declare the new name, with a comment -- @renamed from=old");
        }
        if (follows(tokens, "set", "schema")) {
            return Verdict.refuse("SET SCHEMA is a step, not a declaration", "Write the new schema into the CREATE");
        }
        if (cursor.sees("type") && follows(tokens, "add", "value")) {
            return Verdict.refuse(
                    "ADD VALUE is a step, not a declaration", "List all values in CREATE TYPE, in their order");
        }
        return clusterWide("ALTER", cursor);
    }

    private static boolean renames(List<Token> tokens) {
        for (int i = 1; i + 2 < tokens.size(); i++) {
            String next = tokens.get(i + 1).value();
            boolean verb =
                    Set.of("to", "column", "constraint", "attribute", "value").contains(next)
                            || tokens.get(i + 2).isWord("to");
            if (tokens.get(i).isWord("rename") && verb) {
                return true;
            }
        }
        return false;
    }

    private static boolean follows(List<Token> tokens, String word, String next) {
        for (int i = 2; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord(word) && tokens.get(i + 1).isWord(next)) {
                return true;
            }
        }
        return false;
    }

    private static Verdict comment(Cursor cursor) {
        cursor.take("on");
        return clusterWide("COMMENT ON", cursor);
    }

    private static Map<String, Verdict> byFirstWord() {
        Map<String, Verdict> rules = new HashMap<>();
        rules.put(
                "do",
                Verdict.refuse(
                        "DO runs code whose effect cannot be known beforehand",
                        "Declare what it makes with CREATE and ALTER",
                        "Run it yourself, outside of the declared schema"));
        for (String word : List.of("insert", "update", "delete", "merge", "truncate", "with", "values", "call")) {
            rules.put(
                    word,
                    Verdict.refuse(
                            word.toUpperCase(Locale.ROOT)
                                    + " changes or reads rows; a declaration holds structure only",
                            "Write -- @migrate-after NAME above it: it then runs once",
                            "Write -- @rows above an INSERT of lookup rows"));
        }
        rules.put(
                "copy",
                Verdict.refuse(
                        "COPY loads rows; a declaration holds structure only",
                        "Dump with pg_dump --schema-only",
                        "Move it into a data migration of your own"));
        // Around a whole file, as for psql: a declaration takes effect as a whole anyhow.
        for (String word : List.of("begin", "start", "commit", "end")) {
            rules.put(word, Verdict.LEAVE_OUT);
        }
        for (String word : List.of("rollback", "abort", "savepoint", "release")) {
            rules.put(
                    word,
                    Verdict.refuse(
                            word.toUpperCase(Locale.ROOT) + ": transactions are Tidemark's, not the declaration's",
                            "Remove it"));
        }
        return Map.copyOf(rules);
    }
}
