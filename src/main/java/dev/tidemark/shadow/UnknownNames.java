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
import org.jspecify.annotations.Nullable;

/** Which name was meant by one that PostgreSQL does not know. */
final class UnknownNames {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")+)\"");
    private static final Pattern PART = Pattern.compile("\"[^\"]+\"|[\\w$]+|[(),]");
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

    private final List<Declared> statements;
    private final List<ObjectName> made;

    UnknownNames(List<Declared> statements) {
        this.statements = statements;
        made = statements.stream()
                .map(Declared::creates)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String last(String qualified) {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    /** The name that was meant, for a type, a relation or a column that there is not. */
    Optional<String> meant(Declared statement, String state, String words) {
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
        } else if (state.equals(SqlStates.UNDEFINED_COLUMN)) {
            statements.stream().filter(s -> isNamed(s.creates(), statement)).forEach(s -> addColumns(s, candidates));
        }
        String name = last(quoted.group(1));
        candidates.remove(name);
        return NearestName.of(name, candidates);
    }

    private static boolean isNamed(@Nullable ObjectName table, Declared statement) {
        return table != null
                && table.kind() == ObjectKind.TABLE
                && (table.equals(statement.creates()) || statement.names().contains(table.name()));
    }

    /** Of a CREATE TABLE: what each part of its list begins with. A suggestion may miss a name that is written in an odd way. */
    private static void addColumns(Declared table, List<String> columns) {
        int depth = 0;
        boolean begins = false;
        for (Matcher part = PART.matcher(table.sql()); part.find(); ) {
            String text = part.group();
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            if (depth == 1 && begins && !text.equals(")")) {
                columns.add(text.startsWith("\"") ? text.substring(1, text.length() - 1) : text);
            }
            begins = depth == 1 && (text.equals("(") || text.equals(","));
        }
    }
}
