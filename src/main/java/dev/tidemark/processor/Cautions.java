package dev.tidemark.processor;

import dev.tidemark.processor.ColumnDeclaration.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Warns of what is doubtful about a valid model, where it stands. Types of an earlier compilation were warned about then. */
record Cautions(Scope scope) {
    private static final Pattern CHAR = Pattern.compile("(?:char|character|bpchar)\\s*(?:\\(\\s*\\d+\\s*\\))?");
    private static final Set<String> SERIAL =
            Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");
    private static final Pattern QUOTED_NULL =
            Pattern.compile("'(?:null|\\(null\\)|<null>)'(?:::[a-z ]+)?", Pattern.CASE_INSENSITIVE);

    void of(Model model) {
        model.tables().stream()
                .filter(table -> !table.table().external())
                .filter(table -> scope.classFile(table.table().type()) == null)
                .forEach(this::table);
    }

    private void table(Model.TableModel model) {
        model.table().columns().forEach(this::column);
        foreignKeys(model);
        indexes(model);
    }

    private void column(ColumnDeclaration column) {
        String type = column.type().sql().toLowerCase(Locale.ROOT).strip();
        boolean narrow = Set.of("integer", "int", "int4", "smallint", "int2").contains(type);
        if (column.key() && column.identity() != Identity.NONE && narrow) {
            boolean small = type.startsWith("small") || type.equals("int2");
            warn(Caution.NARROW_KEY, column.place(), type, small ? "32,767" : "2,147,483,647");
        }
        if (CHAR.matcher(type).matches()) {
            warn(Caution.CHAR_TYPE, column.place(), type);
        } else if (type.equals("json")) {
            warn(Caution.JSON_TYPE, column.place());
        } else if (type.equals("money")) {
            warn(Caution.MONEY_TYPE, column.place());
        } else if (SERIAL.contains(type)) {
            warn(Caution.SERIAL_TYPE, column.place(), type);
        }
        if (column.defaultSql()
                .filter(sql -> QUOTED_NULL.matcher(sql).matches())
                .isPresent()) {
            warn(Caution.QUOTED_NULL, column.place());
        }
    }

    private void foreignKeys(Model.TableModel model) {
        List<Part.ForeignKeyTo> parts =
                new ArrayList<>(model.table().parts(Part.ForeignKeyTo.class).toList());
        Map<List<Object>, String> seen = new HashMap<>();
        for (Model.ForeignKey key : model.foreignKeys()) {
            Optional<Part.ForeignKeyTo> declared = parts.stream()
                    .filter(part -> names(part.columns()).equals(key.columns()))
                    .findFirst();
            if (declared.isEmpty()) {
                continue;
            }
            parts.remove(declared.get());
            Place place = declared.get().mark().place();
            String other = seen.putIfAbsent(
                    List.of(key.columns(), key.target().schema(), key.target().name(), key.referenced()), key.name());
            if (other != null) {
                warn(Caution.REPEATED_FOREIGN_KEY, place, other);
            } else if (orders(model).noneMatch(columns -> begins(columns, key.columns()))) {
                warn(
                        Caution.FOREIGN_KEY_WITHOUT_INDEX,
                        place,
                        String.join(", ", key.columns()),
                        key.target().name());
            }
        }
    }

    /** The columns of whatever a lookup can use. */
    private static Stream<List<String>> orders(Model.TableModel model) {
        return Stream.of(
                        model.primaryKey().stream().map(Model.Key::columns),
                        model.uniqueKeys().stream().map(Model.Key::columns),
                        model.indexes().stream().map(index -> names(index.keys().columns())))
                .flatMap(columns -> columns);
    }

    private static boolean begins(List<String> index, List<String> columns) {
        return index.size() >= columns.size() && new HashSet<>(index.subList(0, columns.size())).containsAll(columns);
    }

    private void indexes(Model.TableModel model) {
        Map<List<Object>, String> seen = new HashMap<>();
        model.primaryKey().ifPresent(key -> seen.put(plain(key.columns()), key.name()));
        model.uniqueKeys().forEach(key -> seen.putIfAbsent(plain(key.columns()), key.name()));
        for (Model.Index index : model.indexes()) {
            Part.IndexKeys keys = index.keys();
            boolean descends = keys.order().contains("DESC");
            List<Object> shape = new ArrayList<>(plain(names(keys.columns())));
            shape.set(1, keys.expression().orElse(""));
            shape.set(2, keys.mark().text("where"));
            shape.set(3, keys.mark().text("using"));
            shape.set(4, descends ? keys.order() : List.of());
            shape.set(5, keys.operatorClasses());
            shape.set(6, names(keys.include()));
            String other = seen.putIfAbsent(shape, index.name());
            if (other != null) {
                warn(Caution.REPEATED_INDEX, keys.mark().place(), other);
            }
        }
    }

    private static List<Object> plain(List<String> columns) {
        return List.of(columns, "", "", "", List.of(), List.of(), List.of());
    }

    private static List<String> names(List<ColumnDeclaration> columns) {
        return columns.stream().map(ColumnDeclaration::name).toList();
    }

    private void warn(Caution caution, Place place, Object... particulars) {
        if (!isSuppressed(caution, place.element())) {
            scope.faults().warn(caution, place, particulars);
        }
    }

    private static boolean isSuppressed(Caution caution, Element element) {
        for (@Nullable Element at = element; at != null; at = at.getEnclosingElement()) {
            SuppressWarnings suppressed = at.getAnnotation(SuppressWarnings.class);
            if (suppressed != null && Arrays.asList(suppressed.value()).contains(caution.code())) {
                return true;
            }
        }
        return false;
    }
}
