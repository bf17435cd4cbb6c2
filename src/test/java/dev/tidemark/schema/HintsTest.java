package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.TidemarkException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {
    private static final ObjectName T = ObjectName.of(ObjectKind.TABLE, "s", "t");

    private static List<Hint> hints(String text) {
        return SchemaReader.read("a", text, "o").statements().stream()
                .flatMap(d -> d.hints().stream())
                .toList();
    }

    private static Hint column(String name, String from) {
        return new Hint.Renamed(T.member(ObjectKind.COLUMN, name), from);
    }

    @Test
    void aTableAndItsColumns() {
        assertEquals(
                List.of(
                        new Hint.Renamed(T, "u"),
                        column("a", "aa"),
                        column("B", "Old Name"),
                        column("c", "cc"),
                        column("d", "dd")),
                hints("""
                    create table s.x ();
                    -- something
                    -- @renamed from=U
                    create table s.t (
                      a int,  -- @renamed from=AA
                      "B" numeric(1, 2)
                        check ("B" > 0) -- @renamed from="Old Name"
                      , -- @nothing
                      -- @renamed from=cc
                      c int, e int,
                      constraint k primary key (a),
                      d int -- @renamed from=dd
                    ); -- a comment
                    """));
    }

    @Test
    void commasInsideArraysAndNamelessConstraintsAreNoColumns() {
        assertEquals(List.of(column("a", "b"), column("c", "check")), hints("""
            create table s.t (
              a text[] default array['x', 'y'], -- @renamed from=b
              c int, -- @renamed from="check"
              check (c > 0)
            );
            """));
    }

    @Test
    void viewsTypesLabelsAndAddedColumns() {
        ObjectName type = ObjectName.of(ObjectKind.TYPE, "s", "e");
        assertEquals(
                List.of(
                        new Hint.Renamed(ObjectName.of(ObjectKind.VIEW, "s", "v"), "w"),
                        new Hint.Renamed(type, "f"),
                        new Hint.LabelRenamed(type, "New", "Old"),
                        new Hint.LabelRenamed(type, "b", "in progress"),
                        column("x", "y")),
                hints("""
                    create view s.v as select 1; -- @renamed from=w
                    create type s.e as enum ( -- @renamed from=f
                      'New', -- @renamed from=Old
                      'b' -- @renamed from='in progress'
                    );
                    alter table s.t add column x int; -- @renamed from=y
                    """));
    }

    @Test
    void externalsStayStatements() {
        CompiledSchema schema = SchemaReader.read("a", "-- @external\ncreate table s.t (a int);", "o");
        assertEquals(1, schema.statements().size());
        assertEquals(List.of(new Hint.External(T)), schema.statements().get(0).hints());
    }

    @Test
    void theColumnsOfAView() {
        assertEquals(
                List.of(new Hint.Columns(
                        ObjectName.of(ObjectKind.VIEW, "s", "v"),
                        List.of(
                                new Hint.Columns.Column("a", "numeric(12, 2)"),
                                new Hint.Columns.Column("B c", "shop.\"Odd\"[]"),
                                new Hint.Columns.Column("d", "timestamp with time zone")))),
                hints("""
                    -- @columns A numeric(12, 2), "B c" shop."Odd"[],d timestamp with time zone
                    create view s.v as select 1
                    """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        -- @renamed from=x~create index i on s.t (a)                      | a index cannot be renamed
        -- @renamed~create table s.t ()                                   | does not say from=
        -- @renamed from=t~create table s.t ()                            | renames t to itself
        -- @external~create type s.e as enum ()                           | only a table or a view can be external
        -- @columns a int~create table s.t (a int)                        | only the columns of a view
        create table s.t (a int, -- @columns a int~b int)                 | only the columns of a view
        -- @columns~create view s.v as select 1                           | no list of names and types
        -- @columns a~create view s.v as select 1                         | no list of names and types
        -- @columns a int, "b~create view s.v as select 1                 | no list of names and types
        -- @columns a int; drop table t~create view s.v as select 1       | no list of names and types
        create table s.t (a int, -- @renamed from=b~b int)                | b is declared too
        create table s.t (a int,~primary key (a)) -- @renamed from=u~;create table s.u () | which is declared too
        create table s.t (a int,~primary key (a) -- @renamed from=b~)     | neither a column nor
        create table s.t (a int~-- @renamed from=b~)                      | no column or value after it
        comment on table s.t is 'x' -- @renamed from=b                    | makes nothing
        """)
    void whatNobodyReadsIsRefused(String text, String message) {
        TidemarkException refused = assertThrows(TidemarkException.class, () -> hints(text.replace('~', '\n')));
        assertEquals("TDM-102", refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }
}
