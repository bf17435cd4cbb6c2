package dev.tidemark.schema;

import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads lookup rows: {@code INSERT INTO table (columns) VALUES (…), (…)} under {@code -- @rows MODE [by column, …]}, and nothing else in it. */
public final class LookupRowsReader {
    private static final String FORM =
            "lookup rows are written -- @rows insert|upsert|sync [by column, …] above INSERT INTO table (columns)"
                    + " VALUES (…), (…)";

    private final String origin;
    private final List<LookupRows> all = new ArrayList<>();
    private final Set<List<String>> tables = new HashSet<>();

    LookupRowsReader(String origin) {
        this.origin = origin;
    }

    /** Whether the statement holds lookup rows. */
    static boolean isOne(Statement statement) {
        return hints(statement).findAny().isPresent();
    }

    private static Stream<HintText> hints(Statement statement) {
        return HintText.of(statement).filter(text -> text.kind() == HintText.Kind.ROWS);
    }

    List<LookupRows> all() {
        return all;
    }

    /**
     * What is wrong with rows, if anything is.
     *
     * @param text the structured comment and the INSERT
     */
    public static Optional<String> fault(String text) {
        List<String> faults = new ArrayList<>();
        try {
            List<Statement> statements = Splitter.split(text, "sql");
            if (statements.size() != 1 || !isOne(statements.get(0))) {
                return Optional.of("each string holds the values of one row, such as \"'de', 'Germany'\"");
            }
            new LookupRowsReader("sql").add(statements.get(0), SearchPath.DEFAULT, faults::add);
        } catch (TidemarkException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults.stream().findFirst();
    }

    /** Adds a statement; what is wrong with it goes to {@code fault}. */
    void add(Statement statement, List<String> path, Consumer<String> fault) {
        List<HintText> texts = hints(statement).toList();
        if (texts.size() > 1) {
            fault.accept("@rows is said twice of one statement");
            return;
        }
        if (RowFiles.isNamed(texts.get(0).argument())) {
            fault.accept("rows from a file are read where the schema is a file too, or on the class path");
            return;
        }
        Hint hint = Hint.of(texts.get(0).argument());
        if (hint == null) {
            fault.accept("\"@rows " + texts.get(0).argument() + "\" is not understood: " + FORM);
            return;
        }
        Insert insert = Insert.of(statement, fault);
        if (insert == null) {
            return;
        }
        String schema = insert.schema() == null ? (path.isEmpty() ? "" : path.get(0)) : insert.schema();
        if (schema.isEmpty()) {
            fault.accept("the table is written without a schema, and search_path is empty here");
        } else if (insert.count() > LookupRows.MAX_ROWS) {
            fault.accept(insert.count() + " rows are declared, more than " + LookupRows.MAX_ROWS
                    + ": lookup rows are for small tables");
        } else if (!insert.columns().containsAll(hint.by())) {
            fault.accept("the rows give no value for each column of \"by\"");
        } else if (!tables.add(List.of(schema, insert.table()))) {
            fault.accept("lookup rows of " + insert.table() + " are declared twice: write them into one statement");
        } else {
            all.add(new LookupRows(
                    hint.mode(),
                    schema,
                    insert.table(),
                    insert.columns(),
                    hint.by(),
                    insert.values(),
                    insert.count(),
                    origin + ":" + statement.line() + ":" + statement.column()));
        }
    }

    /** {@code MODE [by column, …]}. */
    private record Hint(LookupRows.Mode mode, List<String> by) {
        static @Nullable Hint of(String argument) {
            List<Token> tokens = Lexer.tokens(argument, "rows").stream()
                    .filter(Token::significant)
                    .toList();
            if (tokens.isEmpty()) {
                return new Hint(LookupRows.Mode.UPSERT, List.of());
            }
            LookupRows.Mode mode = null;
            for (LookupRows.Mode each : LookupRows.Mode.values()) {
                mode = tokens.get(0).isWord(each.word()) ? each : mode;
            }
            List<String> by = new ArrayList<>();
            for (int i = 1; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                boolean separator = i == 1 ? token.isWord("by") : i % 2 == 1 && token.isMark(",");
                if (i % 2 == 0 && token.isName()) {
                    by.add(token.value());
                } else if (!separator) {
                    return null;
                }
            }
            boolean complete = tokens.size() == 1 || tokens.size() % 2 == 1;
            return mode == null || !complete ? null : new Hint(mode, by);
        }
    }

    /** The parts of an INSERT. */
    private record Insert(@Nullable String schema, String table, List<String> columns, String values, int count) {
        static @Nullable Insert of(Statement statement, Consumer<String> fault) {
            Cursor cursor = statement.cursor();
            if (!cursor.take("insert") || !cursor.take("into")) {
                fault.accept(FORM);
                return null;
            }
            List<String> name = new ArrayList<>();
            Token token = cursor.peek(0);
            while (token != null && token.isName() && name.size() < 2) {
                name.add(token.value());
                token = cursor.skip().peek(0);
                if (token != null && token.isMark(".")) {
                    token = cursor.skip().peek(0);
                } else {
                    break;
                }
            }
            List<String> columns = columns(cursor);
            token = cursor.peek(0);
            if (name.isEmpty() || columns.isEmpty() || token == null || !token.isWord("values")) {
                fault.accept(FORM);
                return null;
            }
            cursor.skip();
            int from = cursor.peek(0) == null ? 0 : cursor.peek(0).offset();
            int count = rows(cursor, columns.size(), fault);
            if (count == 0) {
                return null;
            }
            int start = statement.first().offset();
            return new Insert(
                    name.size() == 2 ? name.get(0) : null,
                    name.get(name.size() - 1),
                    columns,
                    statement.sql().substring(from - start),
                    count);
        }

        private static List<String> columns(Cursor cursor) {
            List<String> columns = new ArrayList<>();
            if (!cursor.seesMark("(")) {
                return columns;
            }
            for (Token token = cursor.skip().peek(0);
                    token != null && token.isName();
                    token = cursor.skip().peek(0)) {
                columns.add(token.value());
                token = cursor.skip().peek(0);
                if (token == null || token.isMark(")")) {
                    cursor.skip();
                    return columns;
                }
                if (!token.isMark(",")) {
                    break;
                }
            }
            return List.of();
        }

        /** How many rows there are, 0 where something is wrong. */
        private static int rows(Cursor cursor, int columns, Consumer<String> fault) {
            int depth = 0;
            int rows = 0;
            int values = 1;
            for (Token token = cursor.peek(0);
                    token != null;
                    token = cursor.skip().peek(0)) {
                if (token.isMark("(") || token.isMark("[")) {
                    values = depth == 0 ? 1 : values;
                    depth++;
                } else if (token.isMark(")") || token.isMark("]")) {
                    depth--;
                    if (depth == 0) {
                        rows++;
                        if (values != columns) {
                            fault.accept("row " + rows + " has " + values + " values for " + columns + " columns");
                            return 0;
                        }
                    }
                } else if (depth == 1 && token.isMark(",")) {
                    values++;
                } else if (depth == 1 && token.isWord("default")) {
                    fault.accept("DEFAULT is no value to compare with: leave the column out, or write the value");
                    return 0;
                } else if (token.isMark(";")) {
                    fault.accept("a row holds a semicolon");
                    return 0;
                } else if (depth == 0 && !token.isMark(",")) {
                    fault.accept("after the rows stands " + token.text().toUpperCase(Locale.ROOT) + ": " + FORM);
                    return 0;
                }
            }
            if (rows == 0) {
                fault.accept(FORM);
            }
            return rows;
        }
    }
}
