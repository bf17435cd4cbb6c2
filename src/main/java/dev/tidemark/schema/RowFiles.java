package dev.tidemark.schema;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lookup rows in files of their own: {@code -- @rows MODE [by column, …] from seed/country.csv} above {@code CREATE TABLE}. Their rows are written into the text
 * of the schema, so that its hash, its record and whoever plans it elsewhere know them. Lines stay where they are.
 */
public final class RowFiles {
    /** What follows {@code from}; a path below the folder of the schema. */
    private static final Pattern FROM = Pattern.compile("(.*?)(?:^|\\s)from\\s+(\\S+)\\s*");

    private static final Pattern PATH = Pattern.compile("[\\w-][\\w.-]*(?:/[\\w-][\\w.-]*)*\\.(csv|sql)");

    private final String origin;
    private final Files files;

    private RowFiles(String origin, Files files) {
        this.origin = origin;
        this.files = files;
    }

    /** The files beside a schema. */
    @FunctionalInterface
    public interface Files {
        /**
         * The content of a file.
         *
         * @param path from the folder of the schema, with slashes
         * @throws IOException where there is none
         */
        byte[] read(String path) throws IOException;
    }

    /** Whether the rows of this hint are in a file. */
    static boolean isNamed(String argument) {
        return FROM.matcher(argument).matches();
    }

    /** The paths that a schema names, in their order; whatever else is wrong with it is not looked at. */
    public static List<String> named(String text, String origin) {
        return text.contains("@rows") ? new RowFiles(origin, path -> new byte[0]).paths(text) : List.of();
    }

    /**
     * The text with the rows of the files that it names.
     *
     * @param text a schema
     * @param origin its name in errors
     * @throws TidemarkException TDM-242 where a file is not there or cannot be read as rows
     */
    public static String in(String text, String origin, Files files) {
        return text.contains("@rows") ? new RowFiles(origin, files).expanded(text) : text;
    }

    /** A hint that names a file, and the statement under it. */
    private record Use(Statement statement, HintText hint, String how, String path) {}

    private List<String> paths(String text) {
        return uses(text).stream().map(Use::path).toList();
    }

    private List<Use> uses(String text) {
        List<Use> uses = new ArrayList<>();
        for (Statement statement : Splitter.split(text, origin)) {
            for (Token token : statement.tokens()) {
                Optional<HintText> hint = HintText.of(token).filter(h -> h.kind() == HintText.Kind.ROWS);
                Matcher from = FROM.matcher(hint.map(HintText::argument).orElse(""));
                if (hint.isPresent() && from.matches()) {
                    uses.add(new Use(statement, hint.get(), from.group(1).strip(), from.group(2)));
                }
            }
        }
        return uses;
    }

    private String expanded(String text) {
        StringBuilder all = new StringBuilder(text);
        List<Use> uses = uses(text);
        for (int i = uses.size() - 1; i >= 0; i--) {
            Use use = uses.get(i);
            String rows = rows(use);
            int at = use.statement().tokens().stream()
                    .filter(token -> token.kind() != Token.Kind.BLANK)
                    .findFirst()
                    .orElseThrow()
                    .offset();
            // The comment stays for readers, without being one for Tidemark.
            int mark = all.indexOf("@rows", use.hint().token().offset());
            all.deleteCharAt(mark).insert(at, "/* @rows " + use.how() + " */ " + rows + "; ");
        }
        return all.toString();
    }

    private String rows(Use use) {
        Matcher path = PATH.matcher(use.path());
        if (!path.matches()) {
            throw fault(use, use.path() + " is no path of a .csv or .sql file below the folder of the schema", null);
        }
        String table = table(use.statement());
        if (table == null) {
            throw fault(use, "\"@rows … from " + use.path() + "\" belongs above CREATE TABLE", null);
        }
        String text = read(use);
        String rows = path.group(1).equals("csv") ? csv(use, table, text) : insert(use, table, text);
        if (rows.indexOf('\n') >= 0 || rows.indexOf('\r') >= 0) {
            throw fault(use, use.path() + " has a name with a line break in it", null);
        }
        return rows;
    }

    private String read(Use use) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(files.read(use.path())))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw fault(use, use.path() + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw fault(use, use.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The table's name as written, null where the statement makes none. */
    private static @Nullable String table(Statement statement) {
        Cursor cursor = statement.cursor();
        cursor.take("create");
        cursor.take("unlogged");
        if (!cursor.take("table")) {
            return null;
        }
        cursor.take("if", "not", "exists");
        StringBuilder name = new StringBuilder();
        for (Token token = cursor.peek(0); token != null && token.isName(); token = cursor.peek(0)) {
            name.append(token.text());
            cursor.skip();
            if (!cursor.seesMark(".")) {
                return name.toString();
            }
            name.append('.');
            cursor.skip();
        }
        return null;
    }

    private String csv(Use use, String table, String text) {
        List<List<@Nullable String>> lines;
        try {
            lines = Csv.lines(text);
        } catch (IllegalArgumentException e) {
            throw fault(use, use.path() + ": " + e.getMessage(), e);
        }
        if (lines.size() < 2) {
            throw fault(
                    use, use.path() + " holds no rows: its first line names the columns, each other is a row", null);
        }
        List<@Nullable String> columns = lines.get(0);
        if (columns.contains(null)) {
            throw fault(use, use.path() + ": a column of the first line has no name", null);
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).size() != columns.size()) {
                throw fault(
                        use,
                        use.path() + ": row " + i + " has " + lines.get(i).size() + " values for " + columns.size()
                                + " columns",
                        null);
            }
        }
        String names = columns.stream()
                .map(name -> Sql.identifier(String.valueOf(name)))
                .collect(Collectors.joining(", "));
        String values = lines.subList(1, lines.size()).stream()
                .map(row -> row.stream().map(RowFiles::literal).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + names + ") VALUES " + values;
    }

    /** On one line. */
    private static String literal(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        String quoted = value.replace("'", "''");
        return value.indexOf('\n') < 0 && value.indexOf('\r') < 0
                ? "'" + quoted + "'"
                : "E'" + quoted.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") + "'";
    }

    /** The one INSERT of a file, on one line. */
    private String insert(Use use, String table, String text) {
        List<Statement> statements = Splitter.split(text, use.path());
        if (statements.size() != 1 || !statements.get(0).cursor().sees("insert", "into")) {
            throw fault(
                    use, use.path() + " is to hold one statement: INSERT INTO table (columns) VALUES (…), (…)", null);
        }
        List<Token> tokens = statements.get(0).tokens();
        if (tokens.stream().anyMatch(token -> HintText.of(token).isPresent())) {
            throw fault(use, use.path() + " has a structured comment, which belongs to the schema", null);
        }
        String name = table.substring(table.lastIndexOf('.') + 1);
        boolean same = tokens.stream()
                .filter(Token::significant)
                .skip(2)
                .takeWhile(token -> !token.isMark("("))
                .reduce((some, last) -> last)
                .filter(token -> Lexer.tokens(name, origin).get(0).value().equals(token.value()))
                .isPresent();
        if (!same) {
            throw fault(use, use.path() + " inserts into another table than the one below the comment", null);
        }
        return tokens.stream()
                .map(RowFiles::onOneLine)
                .collect(Collectors.joining())
                .strip();
    }

    private static String onOneLine(Token token) {
        boolean breaks = token.text().indexOf('\n') >= 0 || token.text().indexOf('\r') >= 0;
        return switch (token.kind()) {
            case BLANK, COMMENT -> " ";
            case STRING, BODY -> breaks ? literal(token.value()) : token.text();
            default -> token.text();
        };
    }

    private TidemarkException fault(Use use, String what, @Nullable Exception cause) {
        Token token = use.hint().token();
        String place = origin + ":" + token.line() + ":" + token.column();
        return new TidemarkException(Problem.of("TDM-242", null, what, place, null, List.of()), false, cause);
    }
}
