package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
    private static List<String> lex(String sql) {
        List<Token> tokens = Lexer.tokens(sql, "t.sql");
        assertEquals(sql, tokens.stream().map(Token::text).collect(Collectors.joining()), "the tokens are the text");
        return tokens.stream()
                .filter(Token::significant)
                .map(t -> t.kind().name().charAt(0) + ":" + t.value())
                .toList();
    }

    private static Problem fault(String sql) {
        return assertThrows(TidemarkException.class, () -> Lexer.tokens(sql, "t.sql"))
                .problems()
                .get(0);
    }

    @Test
    void wordsFoldAsciiOnly() {
        assertEquals(List.of("W:select", "W:ÄÖé$1", "W:_x"), lex("SELECT ÄÖé$1 _X"));
    }

    @Test
    void namesAreCutTo63Bytes() {
        assertEquals(List.of("W:" + "a".repeat(63)), lex("a".repeat(70)));
        assertEquals(List.of("Q:" + "é".repeat(31)), lex("\"" + "é".repeat(40) + "\""));
    }

    @Test
    void quotedNamesKeepCaseQuotesAndSemicolons() {
        assertEquals(List.of("Q:a\"B;--", "P:.", "Q:select"), lex("\"a\"\"B;--\".\"select\""));
    }

    @Test
    void unicodeNamesAndStringsAreDecoded() {
        assertEquals(List.of("Q:data"), lex("U&\"d\\0061t\\+000061\""));
        assertEquals(List.of("Q:data\\", "W:uescape", "S:!"), lex("u&\"d!0061ta\\\" UESCAPE '!'"));
        assertEquals(List.of("S:a'\\"), lex("U&'\\0061''\\\\'"));
    }

    @Test
    void stringsOfEveryKind() {
        assertEquals(List.of("S:it's"), lex("'it''s'"));
        assertEquals(List.of("S:a'b\nc\\A"), lex("E'a\\'b\\nc\\\\\\x41'"));
        assertEquals(List.of("S:a\\", "O:+"), lex("'a\\' +"));
        assertEquals(List.of("S:0101", "S:FF", "S:n"), lex("b'0101' X'FF' n'n'"));
        assertEquals(List.of("S:foobar", "W:x"), lex("'foo' -- why not\n  'bar' x"));
        assertEquals(List.of("S:foo", "S:bar"), lex("'foo' 'bar'"));
    }

    @Test
    void escapesGoOnInTheNextLine() {
        assertEquals(List.of("S:ab'c", "P:;"), lex("e'a'\n'b\\'c';"));
    }

    @Test
    void dollarBodiesEndAtTheirOwnTag() {
        assertEquals(List.of("B: $$ ' $b$ ", "W:x"), lex("$a$ $$ ' $b$ $a$ x"));
        assertEquals(List.of("B:", "P:$1", "W:a$b$"), lex("$$$$ $1 a$b$"));
        assertEquals(List.of("B:;"), lex("$é$;$é$"));
    }

    @Test
    void commentsNestAndEndOperators() {
        assertEquals(List.of("N:1", "O:+", "N:2"), lex("1 /* a /* b */ ; ' */ + -- ; '\n2"));
        assertEquals(List.of("N:1", "O:*", "N:2"), lex("1*/*x*/2"));
        assertEquals(List.of("W:a", "O:<", "W:b"), lex("a<--x\nb"));
    }

    @Test
    void operatorsLoseATrailingSignUnlessTheyAreSpecial() {
        assertEquals(List.of("W:a", "O:=", "O:-", "N:1"), lex("a=-1"));
        assertEquals(List.of("W:a", "O:@-", "N:1"), lex("a@-1"));
        assertEquals(List.of("W:a", "P:::", "W:b", "P:[", "N:1", "P::", "N:2", "P:]"), lex("a::b[1:2]"));
        assertEquals(List.of("W:f", "P:(", "W:a", "O:=>", "N:1", "P:)"), lex("f(a=>1)"));
    }

    @Test
    void numbers() {
        assertEquals(
                List.of("N:1_000", "N:0xFf", "N:.5", "N:1.5e-10", "N:1.", "P:;"), lex("1_000 0xFf .5 1.5e-10 1.;"));
        assertEquals(List.of("N:1", "P:..", "N:10"), lex("1..10"));
        assertEquals(List.of("N:1", "W:e"), lex("1 e"));
    }

    @Test
    void linesForPsqlAreNoSql() {
        assertEquals(List.of("W:a", "P:;", "W:b"), lex("\\restrict it's\na;\n  \\echo 'x\nb"));
    }

    @Test
    void aByteOrderMarkIsBlank() {
        assertEquals(List.of("W:a"), lex("\ufeffa"));
    }

    /** PostgreSQL's protocol would end the statement there, whatever it is inside of. */
    @ParameterizedTest
    @ValueSource(strings = {"'a%'", "\"a%\"", "/* % */", "-- %", "$$ % $$", "a%"})
    void theCharacterThatEndsATextIsRefusedEverywhere(String sql) {
        TidemarkException refused = assertThrows(
                TidemarkException.class, () -> Lexer.tokens("select\n" + sql.replace('%', '\0'), "schema.sql"));
        assertEquals("TDM-101", refused.code());
        assertEquals(
                "schema.sql:2:" + (sql.indexOf('%') + 1),
                refused.problems().get(0).place());
    }

    @Test
    void placesCountCharactersNotChars() {
        Token token = Lexer.tokens("a\n '😀' b", "t.sql").get(4);
        assertEquals("b", token.text());
        assertEquals(List.of(2, 6), List.of(token.line(), token.column()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
        a 'b            , 1:3, the string is never closed
        a E'b\\'        , 1:3, the string is never closed
        `"x`            , 1:1, the quoted name is never closed
        `x ""`          , 1:3, a quoted name is empty
        a $x$ $y$       , 1:3, the string $x$ is never closed
        /* /* */        , 1:1, the comment /* is never closed
        a \\b           , 1:3, the character \\ begins nothing that PostgreSQL knows
        a {             , 1:3, the character { begins nothing that PostgreSQL knows
        """)
    void whatIsNoTokenIsAnErrorWithItsPlace(String sql, String place, String message) {
        Problem problem = fault(sql.replace("\\\\", "\\"));
        assertEquals("TDM-101", problem.code());
        assertEquals("t.sql:" + place, problem.place());
        assertEquals(message.replace("\\\\", "\\"), problem.message());
    }
}
