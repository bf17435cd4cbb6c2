package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The current row of a result, its names mapped back and its texts quoted alike. */
final class Row {
    private final Cells cells;
    private final UnaryOperator<String> names;
    private final Requoting requoting;

    Row(Cells cells, UnaryOperator<String> names, Requoting requoting) {
        this.cells = cells;
        this.names = names;
        this.requoting = requoting;
    }

    boolean next() throws SQLException {
        return cells.next();
    }

    /** A name as the server has it, not mapped. */
    String raw(int column) throws SQLException {
        return Objects.requireNonNull(cells.text(column));
    }

    String name(int column) throws SQLException {
        return names.apply(raw(column));
    }

    @Nullable
    String nameOrNull(int column) throws SQLException {
        String name = cells.text(column);
        return name == null ? null : names.apply(name);
    }

    QName qname(int column) throws SQLException {
        return new QName(name(column), name(column + 1));
    }

    @Nullable
    QName qnameOrNull(int column) throws SQLException {
        String schema = nameOrNull(column);
        return schema == null ? null : new QName(schema, name(column + 1));
    }

    /** SQL that a deparser printed. */
    String sql(int column) throws SQLException {
        return requoting.apply(name(column));
    }

    @Nullable
    String sqlOrNull(int column) throws SQLException {
        String text = nameOrNull(column);
        return text == null ? null : requoting.apply(text);
    }

    /** Free text that is not SQL, such as a comment. */
    @Nullable
    String textOrNull(int column) throws SQLException {
        return nameOrNull(column);
    }

    boolean flag(int column) throws SQLException {
        return "t".equals(cells.text(column));
    }

    int number(int column) throws SQLException {
        String text = cells.text(column);
        return text == null ? 0 : Integer.parseInt(text);
    }

    long big(int column) throws SQLException {
        String text = cells.text(column);
        return text == null ? 0 : Long.parseLong(text);
    }

    /** The first character, or 0 of an empty one. */
    char letter(int column) throws SQLException {
        String text = raw(column);
        return text.isEmpty() ? 0 : text.charAt(0);
    }

    List<String> names(int column) throws SQLException {
        List<String> list = new ArrayList<>();
        for (String element : raws(column)) {
            list.add(names.apply(element));
        }
        return list;
    }

    /** Names and values of attributes, in turn; those without a value left out. */
    SortedMap<String, String> attributes(int column) throws SQLException {
        SortedMap<String, String> attributes = new TreeMap<>();
        String text = cells.text(column);
        if (text == null) {
            return attributes;
        }
        List<@Nullable String> texts = TextArray.parse(text);
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            String value = texts.get(i + 1);
            if (value != null) {
                String name = Objects.requireNonNull(texts.get(i));
                attributes.put(requoting.apply(names.apply(name)), requoting.apply(names.apply(value)));
            }
        }
        return attributes;
    }

    /** The same, as they are. */
    SortedMap<String, String> rawAttributes(int column) throws SQLException {
        SortedMap<String, String> attributes = new TreeMap<>();
        List<@Nullable String> texts = TextArray.parse(raw(column));
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            String value = texts.get(i + 1);
            if (value != null) {
                attributes.put(Objects.requireNonNull(texts.get(i)), value);
            }
        }
        return attributes;
    }

    /** Texts that are not mapped. */
    List<String> raws(int column) throws SQLException {
        List<String> list = new ArrayList<>();
        for (String element : TextArray.parse(raw(column))) {
            list.add(Objects.requireNonNull(element));
        }
        return list;
    }

    List<QName> qnames(int column) throws SQLException {
        List<String> schemas = names(column);
        List<String> relations = names(column + 1);
        List<QName> list = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            list.add(new QName(schemas.get(i), relations.get(i)));
        }
        return list;
    }

    /** Kind, schema, name and member, in four columns from here on. */
    ObjectName object(int column) throws SQLException {
        return new ObjectName(ObjectKind.valueOf(raw(column)), name(column + 1), sql(column + 2), name(column + 3));
    }

    /** Type, start, increment, least, greatest, cache and cycle, in seven columns from here on. */
    SequenceOptions sequence(int column) throws SQLException {
        return new SequenceOptions(
                raw(column),
                big(column + 1),
                big(column + 2),
                big(column + 3),
                big(column + 4),
                big(column + 5),
                flag(column + 6));
    }
}
