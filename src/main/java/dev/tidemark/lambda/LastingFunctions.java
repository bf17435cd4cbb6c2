package dev.tidemark.lambda;

import dev.tidemark.TidemarkException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Functions whose effect a rollback does not take back, or that others feel meanwhile; from PostgreSQL's documentation, chapter "Functions and Operators"
 * (System Administration, Sequence Manipulation, sleeping) and those of large objects, NOTIFY and dblink.
 *
 * <p>A planner's login may execute most of them because PUBLIC may; {@code infra/roles.sql} takes that away. Where it stays possible, a candidate whose code
 * could call one is refused: it is looked for by its text, and code that makes its statements while it runs cannot be read, so that it is refused as well.
 */
final class LastingFunctions {
    /** Names in pg_catalog, as a regular expression of PostgreSQL's; docs/roles.md and infra/roles.sql have the same. */
    static final String NAMES =
            "pg_logical_emit_message|pg_notify|pg_(try_)?advisory_\\w+|pg_sleep(_for|_until)?|set_config"
                + "|lo_\\w+|lowrite|loread|pg_export_snapshot"
                + "|pg_read_(binary_)?file|pg_ls_\\w+|pg_stat_file|pg_reload_conf|pg_rotate_logfile|pg_log_backend_memory_contexts"
                + "|pg_switch_wal|pg_create_restore_point|pg_backup_(start|stop)|pg_start_backup|pg_stop_backup|pg_promote"
                + "|pg_wal_replay_(pause|resume)|pg_create_\\w+_slot|pg_drop_replication_slot|pg_copy_\\w+_slot"
                + "|pg_logical_slot_\\w+|pg_replication_\\w+|pg_sync_replication_slots|pg_stat_reset\\w*";

    /** Extensions whose functions connect to other servers, or write files. */
    private static final String EXTENSION_NAMES = "dblink|postgres_fdw|adminpack|aws_s3|aws_lambda|http|pg_net";

    private static final String QUERY = """
        select distinct p.proname::text
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        left join pg_catalog.pg_depend d
            on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e'
        left join pg_catalog.pg_extension e on e.oid = d.refobjid
        where pg_catalog.has_function_privilege(session_user, p.oid, 'EXECUTE')
            and pg_catalog.has_schema_privilege(session_user, n.oid, 'USAGE')
            and ((n.nspname = 'pg_catalog' and p.proname ~ ?) or e.extname ~ ?)
        order by 1
        """;

    /** Sequences that the login may advance, since PUBLIC may: a number that was taken stays taken. */
    private static final String SEQUENCES = """
        select c.oid::pg_catalog.regclass::text
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'S' and pg_catalog.has_schema_privilege(session_user, n.oid, 'USAGE')
            and pg_catalog.has_sequence_privilege(session_user, c.oid, 'USAGE, UPDATE')
        order by 1 limit 5
        """;

    /** {@code SELECT set_config('search_path', …)} as pg_dump writes it: it is read, and not run. */
    private static final Pattern SEARCH_PATH = Pattern.compile(
            "(?i)select\\s+(pg_catalog\\s*\\.\\s*)?set_config\\s*\\(\\s*'search_path'\\s*,\\s*'[^'\\\\]*'\\s*,\\s*(true|false)\\s*\\)\\s*;");

    /** Two pieces of one string constant: a line break, and comments, stand between them; quotes are doubled in a string within a string. */
    private static final Pattern PIECES =
            Pattern.compile("'+(?:[ \\t\\f\\x0B]|--[^\\n\\r]*)*[\\n\\r](?:\\s|--[^\\n\\r]*[\\n\\r])*'+");

    /** Of {@code E'…'}; in a string within a string the backslash stands there more than once. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\+(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{1,3})|([bfnrt])|)");

    /** What makes a statement of a text while it runs, names by Unicode escapes, or is in another language than SQL's own. */
    private static final Pattern UNREADABLE = Pattern.compile(
            "(?i)\\bexecute\\b(?!\\s+(?:(?:function|procedure)\\s+[\\w.\"$]+\\s*\\(|on\\b))"
                + "|\\bu&\\s*['\"]|\\b(?:query|cursor|table|schema|database)_to_xml\\w*|\\bts_(?:stat|rewrite)\\b"
                + "|\\b(?:crosstab|connectby)\\w*"
                + "|\\blanguage\\s+['\"]?(?:plperl|pltcl|plv8|plls|plcoffee|pljava|plr|plrust|pllua|plsh|plpython)\\w*");

    private static final int MOST_LAYERS = 5;
    private static final int MOST_NAMED = 8;

    private LastingFunctions() {}

    /** Those that the login may execute, by name; empty where {@code infra/roles.sql} took them away. */
    static List<String> executable(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, "^(" + NAMES + ")$");
            query.setString(2, "^(" + EXTENSION_NAMES + ")$");
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** Sequences that the login may advance, at most five. */
    static List<String> sequences(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SEQUENCES);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /**
     * Nothing, where the candidate's code cannot call one of them.
     *
     * @param executable those that the login may execute
     * @throws TidemarkException TDM-640 where it could
     */
    static void refuse(String candidate, List<String> executable) {
        if (executable.isEmpty()) {
            return;
        }
        String text = SEARCH_PATH.matcher(candidate).replaceAll("");
        TreeSet<String> named = new TreeSet<>();
        TreeSet<String> unreadable = new TreeSet<>();
        Pattern names = Pattern.compile("(?i)(?<![\\w$])(?:"
                + String.join("|", executable.stream().map(Pattern::quote).toList()) + ")(?![\\w$])");
        for (String layer : layers(text)) {
            names.matcher(layer).results().forEach(m -> named.add(m.group().toLowerCase(Locale.ROOT)));
            UNREADABLE
                    .matcher(layer)
                    .results()
                    .forEach(m -> unreadable.add(m.group().strip()));
        }
        if (!named.isEmpty() || !unreadable.isEmpty()) {
            throw refused(executable, named, unreadable);
        }
    }

    /** The text as it is written, and as PostgreSQL reads it: pieces of constants put together, escapes resolved, once for each string within a string. */
    private static List<String> layers(String text) {
        List<String> layers = new ArrayList<>(List.of(text));
        String last = text;
        for (int i = 0; i < MOST_LAYERS; i++) {
            String next = unescaped(PIECES.matcher(last).replaceAll(""));
            if (next.equals(last)) {
                return layers;
            }
            layers.add(next);
            last = next;
        }
        return layers;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> {
            if (match.group(5) != null) {
                return "nr".contains(match.group(5)) ? "\n" : " ";
            }
            int code = 0;
            for (int group = 1; group <= 4; group++) {
                if (match.group(group) != null) {
                    code = Integer.parseUnsignedInt(match.group(group), group == 4 ? 8 : 16);
                }
            }
            return code == 0 || !Character.isValidCodePoint(code)
                    ? ""
                    : Matcher.quoteReplacement(Character.toString(code));
        });
    }

    private static TidemarkException refused(
            List<String> executable, SortedSet<String> named, SortedSet<String> unreadable) {
        String what = named.isEmpty()
                ? "it has code that makes its statements while it runs (" + brief(unreadable)
                        + "), so that it cannot be read"
                : "it names " + brief(named);
        return TidemarkException.of(
                "TDM-640",
                "the schema that was sent is not planned: " + what + ", and the planner's login may execute "
                        + brief(new TreeSet<>(executable)) + ", whose effects outlast the shadow",
                "infra/roles.sql, which takes these from PUBLIC where the server lets it (docs/roles.md)",
                "or plan it from a machine that reaches the database: tidemark plan --url …");
    }

    private static String brief(SortedSet<String> names) {
        String first = String.join(", ", names.stream().limit(MOST_NAMED).toList());
        return names.size() <= MOST_NAMED ? first : first + " and " + (names.size() - MOST_NAMED) + " more";
    }
}
