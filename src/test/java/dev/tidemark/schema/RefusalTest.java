package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private static List<Problem> problems(String text) {
        return assertThrows(TidemarkException.class, () -> SchemaReader.read("app", text, "schema.sql"))
                .problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        do $$ begin end $$                               | DO runs code
        drop table t                                     | DROP is a step
        insert into t values (1)                         | INSERT changes or reads rows
        with x as (select 1) delete from t               | WITH changes or reads rows
        truncate t                                       | TRUNCATE changes or reads rows
        select setval('s', 1)                            | SELECT runs a query
        alter table t rename to u                        | ALTER … RENAME is a step
        alter table t rename column a to b               | ALTER … RENAME is a step
        alter table t rename a to b                      | ALTER … RENAME is a step
        alter view v set schema s                        | SET SCHEMA is a step
        alter type e add value if not exists 'x'         | ADD VALUE is a step
        create role r                                    | CREATE ROLE concerns the whole cluster
        create tablespace s location '/x'                | CREATE TABLESPACE concerns the whole cluster
        create subscription s connection '' publication p| CREATE SUBSCRIPTION concerns the whole cluster
        alter database d set x = 1                       | ALTER DATABASE concerns the whole cluster
        alter system set x = 1                           | ALTER SYSTEM concerns the whole cluster
        comment on role r is 'x'                         | COMMENT ON ROLE concerns the whole cluster
        set constraints all deferred                     | SET CONSTRAINTS acts on a transaction
        rollback                                         | ROLLBACK: transactions are Tidemark's
        savepoint s                                      | SAVEPOINT: transactions are Tidemark's
        set standard_conforming_strings = off            | standard_conforming_strings = off
        set session_replication_role = replica           | SET session_replication_role has no effect here
        create temporary table t (a int)                 | a temporary object ends
        create user mapping for current_user server s    | USER MAPPING FOR CURRENT_USER means another role
        create type t (input = a, output = b)            | a base type and its functions need each other
        alter extension e add table t                    | ALTER extension e add table t is a step
        alter extension e update                         | ALTER extension e update is a step
        vacuum t                                         | VACUUM t is no statement that declares
        create nonsense x                                | CREATE nonsense x is not understood
        """)
    void whatDeclaresNothingIsRefusedByName(String sql, String message) {
        List<Problem> problems = problems("\n  " + sql + ";");
        assertEquals(1, problems.size());
        assertEquals("TDM-102", problems.get(0).code());
        assertEquals("schema.sql:2:3", problems.get(0).place());
        assertTrue(
                problems.get(0).message().startsWith(message), problems.get(0).message());
    }

    @Test
    void allAreReportedAtOnce() {
        List<Problem> problems = problems("create table t ();\ndo '';\ncreate view t as select 1;\nlisten x;");
        assertEquals(
                List.of("schema.sql:2:1", "schema.sql:3:1", "schema.sql:4:1"),
                problems.stream().map(Problem::place).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create view a as select 1;\ncreate or replace view a as select 2",
                "create table a ();\ncreate table if not exists public.a ()",
                "create trigger a before insert on t execute function f();\n"
                        + "create trigger a before insert on t execute function f()",
                "create type a as enum ();\ncreate domain a as text",
                "create index a on t (x);\ncreate sequence a",
            })
    void aSecondCreateOfTheSameNameNamesBothLines(String text) {
        Problem problem = problems(text).get(0);
        assertEquals("it is created twice, in line 1 and in line 2", problem.message());
    }

    @Test
    void aDropAfterTheCreateIsAStep() {
        assertEquals(1, problems("create table t (); drop table if exists x, t").size());
        assertEquals(
                0,
                SchemaReader.read("a", "drop table if exists x, t", "o")
                        .statements()
                        .size());
    }

    @Test
    void rowsOfACopyAreNoSql() {
        List<Problem> problems = problems("copy t (a) from stdin;\nit's\t1\n\\.\n\ncreate table u ();\ndo ''");
        assertEquals(
                List.of("schema.sql:1:1", "schema.sql:6:1"),
                problems.stream().map(Problem::place).toList());
    }

    @Test
    void aNameWithoutSchemaUnderAnEmptyPathIsRefused() {
        Problem problem = problems("select set_config('search_path', '', false); create table t ()")
                .get(0);
        assertTrue(problem.message().contains("search_path is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\i other.sql", "\\if :new", "\\endif", "  \\set x 1", "\\c other", "\\!rm", "\\."})
    void aCommandOfPsqlIsRefusedAtItsPlace(String line) {
        Problem problem =
                problems("create table t ();\n" + line + "\ncreate table u ();").get(0);
        assertEquals("TDM-102", problem.code());
        assertEquals("schema.sql:2:" + (1 + line.length() - line.stripLeading().length()), problem.place());
        assertTrue(problem.message().contains("a command of psql"), problem.message());
    }

    @Test
    void whatPgDumpWritesForPsqlIsLeftOut() {
        String text = "\\restrict abc\n\\connect shop\ncreate table public.t ();\n\\unrestrict abc\n";
        assertEquals(1, SchemaReader.read("a", text, "o").statements().size());
    }

    @Test
    void anIncludeInsideAStatementIsFoundToo() {
        assertEquals(
                "schema.sql:2:1",
                problems("create table t (\n\\i columns.sql\n);").get(0).place());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "()", "'", "$$", "\"", "/*", "a ", ";", "'';"})
    void tenMegabytesOfNonsenseGetAShortAnswer(String unit) {
        String text = "create table t (a int);\nselect " + unit.repeat(10_000_000 / unit.length()) + "x'";
        TidemarkException refused =
                assertThrows(TidemarkException.class, () -> SchemaReader.read("a", text, "schema.sql"));
        assertTrue(String.valueOf(refused.getMessage()).length() < 1000, refused.getMessage());
        assertEquals(null, refused.getCause());
    }

    @Test
    void unfinishedStatementsAreFoundAtTheirBeginning() {
        Problem open =
                problems("create table t (a int;\ncreate table u (b int);").get(0);
        assertEquals(List.of("TDM-101", "schema.sql:1:16"), List.of(open.code(), String.valueOf(open.place())));
        Problem atomic = problems("create function f() returns int begin atomic select 1;")
                .get(0);
        assertEquals("TDM-101", atomic.code());
    }
}
