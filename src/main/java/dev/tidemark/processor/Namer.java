package dev.tidemark.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names keys, checks and indexes as PostgreSQL itself would, a number behind the label where that name is taken.
 *
 * <p>Relations and indexes share the names of their schema, constraints those of their table. Names that authors gave are reserved before any is made up,
 * so that a new declaration never renames what has a name.
 */
final class Namer {
    private final Faults faults;
    private final Map<String, String> taken = new HashMap<>();

    Namer(Faults faults) {
        this.faults = faults;
    }

    /** Reserves the names of relations and of everything that has one given; those that collide are reported. */
    void reserve(List<? extends Relation> relations) {
        for (Relation relation : relations) {
            taken.put(
                    inSchema(relation, relation.name()),
                    relation.type().getSimpleName().toString());
        }
        for (Relation relation : relations) {
            for (Part part : parts(relation)) {
                part.givenName().ifPresent(name -> reserve(relation, part, name));
            }
        }
    }

    private static List<Part> parts(Relation relation) {
        return switch (relation) {
            case TableDeclaration table -> table.parts();
            case ViewDeclaration view -> new ArrayList<>(view.indexes());
        };
    }

    private void reserve(Relation relation, Part part, String name) {
        String who = relation.type().getSimpleName() + "'s @" + part.mark().simpleName();
        boolean relationToo = part instanceof Part.UniqueKey || part instanceof Part.IndexKeys;
        boolean constraintToo = !(part instanceof Part.IndexKeys);
        List<String> keys = new ArrayList<>();
        if (relationToo) {
            keys.add(inSchema(relation, name));
        }
        if (constraintToo) {
            keys.add(inTable(relation, name));
        }
        Optional<String> other =
                keys.stream().filter(taken::containsKey).map(taken::get).findFirst();
        if (other.isPresent()) {
            faults.report(Fault.DUPLICATE_NAME, part.mark().place("name"), name, other.get());
        }
        keys.forEach(key -> taken.put(key, who));
    }

    String primaryKey(TableDeclaration table) {
        return key(table, "", "pkey");
    }

    String uniqueKey(TableDeclaration table, Part.UniqueKey key) {
        return key.givenName().orElseGet(() -> key(table, columns(key.columns()), "key"));
    }

    String check(TableDeclaration table, Optional<String> given, String column) {
        return given.orElseGet(() -> free(table, column, "check", false, true));
    }

    String foreignKey(TableDeclaration table, Part.ForeignKeyTo key) {
        return key.givenName().orElseGet(() -> free(table, columns(key.columns()), "fkey", false, true));
    }

    String index(Relation relation, Part.IndexKeys index) {
        return index.givenName().orElseGet(() -> {
            List<ColumnDeclaration> all = new ArrayList<>(index.columns());
            all.addAll(index.include());
            String columns = columns(all);
            // PostgreSQL calls a call by its function and any other expression expr.
            String expression = index.expression().isEmpty() ? "" : index.call().orElse("expr");
            String middle =
                    columns.isEmpty() || expression.isEmpty() ? expression + columns : expression + "_" + columns;
            return free(relation, middle, "idx", true, false);
        });
    }

    private String key(TableDeclaration table, String columns, String label) {
        return free(table, columns, label, true, true);
    }

    private String free(Relation relation, String columns, String label, boolean inSchema, boolean inTable) {
        for (int pass = 0; ; pass++) {
            String name = Identifiers.objectName(relation.name(), columns, pass == 0 ? label : label + pass);
            boolean free = !(inSchema && taken.containsKey(inSchema(relation, name)))
                    && !(inTable && taken.containsKey(inTable(relation, name)));
            if (free) {
                String who = relation.type().getSimpleName().toString();
                if (inSchema) {
                    taken.put(inSchema(relation, name), who);
                }
                if (inTable) {
                    taken.put(inTable(relation, name), who);
                }
                return name;
            }
        }
    }

    private static String columns(List<ColumnDeclaration> columns) {
        return columns.stream().map(ColumnDeclaration::name).collect(Collectors.joining("_"));
    }

    private static String inSchema(Relation relation, String name) {
        return relation.schema() + "\n" + name;
    }

    private static String inTable(Relation relation, String name) {
        return relation.schema() + "\n" + relation.name() + "\n" + name;
    }
}
