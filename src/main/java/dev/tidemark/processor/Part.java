package dev.tidemark.processor;

import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationValue;

/** What a table has besides columns, as it was declared: members resolved, other tables and names not yet. */
sealed interface Part {
    /** The annotation. */
    Mark mark();

    /** The name that the author gave. */
    default Optional<String> givenName() {
        return mark().givenText("name");
    }

    /** A unique key. */
    record UniqueKey(Mark mark, List<ColumnDeclaration> columns) implements Part {
        public UniqueKey {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A condition.
     *
     * @param column the column it stands on; empty on a type
     */
    record Condition(Mark mark, String column, String sql) implements Part {}

    /**
     * An index.
     *
     * @param columns its keys; empty for an expression
     * @param order {@code ASC} or {@code DESC} for the first keys
     * @param operatorClasses likewise, as SQL
     */
    record IndexKeys(
            Mark mark,
            List<ColumnDeclaration> columns,
            Optional<String> expression,
            List<String> order,
            List<String> operatorClasses,
            List<ColumnDeclaration> include)
            implements Part {
        public IndexKeys {
            columns = List.copyOf(columns);
            order = List.copyOf(order);
            operatorClasses = List.copyOf(operatorClasses);
            include = List.copyOf(include);
        }

        /** The function, where the expression is one call: {@code lower} of {@code lower(email)}. */
        Optional<String> call() {
            return expression.flatMap(Part::function);
        }

        boolean isUnique() {
            return mark.flag("unique");
        }

        /** Whether a foreign key can rest on it. */
        boolean isKey() {
            return isUnique() && expression.isEmpty() && mark.text("where").isEmpty();
        }
    }

    /**
     * A foreign key.
     *
     * @param typeValue the annotation value that names the other type
     * @param referenced the annotation values that name its members; none for its primary key
     */
    record ForeignKeyTo(Mark mark, List<ColumnDeclaration> columns, String typeValue, List<AnnotationValue> referenced)
            implements Part {
        public ForeignKeyTo {
            columns = List.copyOf(columns);
            referenced = List.copyOf(referenced);
        }
    }

    private static Optional<String> function(String sql) {
        int open = sql.indexOf('(');
        String name = open < 0 ? "" : sql.substring(0, open).strip();
        boolean word = !name.isEmpty() && name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        return word && closing(sql, open) == sql.length() - 1 ? Optional.of(name) : Optional.empty();
    }

    /** Where the parenthesis that opens there is closed. */
    private static int closing(String sql, int open) {
        int depth = 0;
        boolean quoted = false;
        for (int i = open; i < sql.length(); i++) {
            char c = sql.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
