package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.NearestName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL leaves open about a name that it does not know: where in the statement a foreign key names it, and which name was meant. */
final class UnknownNames {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")+)\"");
    private static final Pattern REFERENCES = Pattern.compile("(?i)\\breferences\\b");
    private static final Set<ObjectKind> RELATIONS =
            EnumSet.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);
    private static final List<String> BUILT_IN = List.of(
            "bigint",
            "bigserial",
            "boolean",
            "bytea",
            "char",
            "cidr",
            "date",
            "inet",
            "int",
            "integer",
            "interval",
            "json",
            "jsonb",
            "numeric",
            "real",
            "serial",
            "smallint",
            "text",
            "time",
            "timestamp",
            "timestamptz",
            "uuid",
            "varchar",
            "xml");

    private final List<ObjectName> made;

    UnknownNames(List<Declared> statements) {
        made = statements.stream()
                .map(Declared::creates)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Where a foreign key's fault stands, for which PostgreSQL tells no position.
     *
     * @return an offset in the statement; 0 where it is no fault of a foreign key
     */
    static int offsetInReferences(String sql, String words) {
        Matcher quoted = QUOTED.matcher(words);
        if (!quoted.find()) {
            return 0;
        }
        Pattern word = Pattern.compile("(?<![\\w$])" + Pattern.quote(last(quoted.group(1))) + "(?![\\w$])");
        List<Integer> references =
                REFERENCES.matcher(sql).results().map(m -> m.end()).toList();
        for (int i = 0; i < references.size(); i++) {
            int end = i + 1 < references.size() ? references.get(i + 1) : sql.length();
            Matcher name = word.matcher(sql).region(references.get(i), end);
            name.useTransparentBounds(true);
            if (name.find() && isInClause(sql.substring(references.get(i), name.start()))) {
                return name.start();
            }
        }
        return 0;
    }

    /** Before the clause's end: the table's name and its columns, and no comma outside of parentheses. */
    private static boolean isInClause(String between) {
        int depth = 0;
        for (int i = 0; i < between.length(); i++) {
            char c = between.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || (depth == 0 && (c == ',' || c == ';'))) {
                return false;
            }
        }
        return true;
    }

    private static String last(String qualified) {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    /** The name that was meant, for a type or a relation that there is not. */
    Optional<String> meant(String state, String words) {
        Matcher quoted = QUOTED.matcher(words);
        if (!quoted.find()) {
            return Optional.empty();
        }
        List<String> candidates = new ArrayList<>();
        if (state.equals(SqlStates.UNDEFINED_OBJECT) && words.startsWith("type ")) {
            candidates.addAll(BUILT_IN);
            made.stream().filter(m -> m.kind() == ObjectKind.TYPE).forEach(m -> candidates.add(m.name()));
        } else if (state.equals(SqlStates.UNDEFINED_TABLE)) {
            made.stream().filter(m -> RELATIONS.contains(m.kind())).forEach(m -> candidates.add(m.name()));
        }
        String name = last(quoted.group(1));
        candidates.remove(name);
        return NearestName.of(name, candidates);
    }
}
