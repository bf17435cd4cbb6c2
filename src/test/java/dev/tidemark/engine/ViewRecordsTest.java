package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Problem;
import dev.tidemark.SyncStatus;
import dev.tidemark.processor.TidemarkProcessor;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view's record is compared with the columns of the view. */
final class ViewRecordsTest {
    private static final String TABLE = """
        create schema shop;
        create type shop.status as enum ('NEW', 'PAID');
        create table shop.item (id bigint primary key, name varchar(80) not null, price numeric(12,2), state shop.status,
          tags text[], at timestamptz);
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void otherSpellingsOfTheSameTypesFit() {
        String sql = TABLE + """
            -- @columns ID int8, name text, price numeric, state shop."status", tags text [], at timestamp with time zone
            create view shop.v as select *, 1 as extra from shop.item;
            -- @columns n BIGINT, highest decimal (12, 2)
            create materialized view shop.m as select count(*) as n, max(price)::numeric(12,2) as highest from shop.item;
            """;
        assertEquals(List.of(), problems(sql));
        assertEquals(
                SyncStatus.SYNCED, Syncs.sync(database, Syncs.coldStart(sql)).status());
        assertEquals(List.of(), problems(sql));
        assertTrue(Syncs.plan(database, Syncs.coldStart(sql)).isEmpty());
    }

    @Test
    void whatDoesNotFitBlocksBeforeAnythingRan() {
        String sql = TABLE + """
            -- @columns n integer, nope text, price numeric(10,2), state text
            create view shop.v as select count(*) as n, price, state from shop.item group by price, state;
            """;
        List<Problem> problems = problems(sql);
        assertEquals(
                List.of("column shop.v.n", "column shop.v.nope", "column shop.v.price", "column shop.v.state"),
                problems.stream().map(p -> String.valueOf(p.object())).toList());
        assertEquals(
                "the record says integer, the view's query yields bigint",
                problems.get(0).message());
        assertEquals(
                "the record has it, the view's query does not; it has n, price, state",
                problems.get(1).message());
        assertTrue(problems.stream().allMatch(p -> p.code().equals("TDM-209") && "schema.sql:6:1".equals(p.place())));
        assertEquals(
                SyncStatus.BLOCKED, Syncs.sync(database, Syncs.coldStart(sql)).status());
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'shop'"));
    }

    @Test
    void soDoesARecordOfJava(@TempDir Path folder) throws IOException {
        String source = """
            package com.example;
            import dev.tidemark.annotation.*;
            import java.math.BigDecimal;
            public class All {
                public enum State { NEW, PAID }
                @Table public record Item(@Id long id, @Column(precision = 12, scale = 2) BigDecimal price, State state) {}
                @View(sql = "SELECT state, count(*) AS count, sum(price) AS total FROM public.item GROUP BY state")
                public record Totals(State state, COUNT count, BigDecimal total) {}
            }
            """;
        assertEquals(List.of(), problems(compiled(folder, source.replace("COUNT", "long"))));
        List<Problem> problems = problems(compiled(folder, source.replace("COUNT", "int")));
        assertEquals(
                List.of("TDM-209 column totals.count: the record says integer, the view's query yields bigint"),
                problems.stream()
                        .map(p -> p.code() + " " + p.object() + ": " + p.message())
                        .toList());
    }

    private List<Problem> problems(String sql) {
        return Syncs.plan(database, Syncs.coldStart(sql)).problems();
    }

    private static String compiled(Path folder, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///com/example/All.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler.CompilationTask task = compiler.getTask(
                null,
                null,
                null,
                List.of(
                        "-d",
                        folder.toString(),
                        "-Atidemark.app=shop",
                        "-Xlint:-options",
                        "-cp",
                        System.getProperty("tidemark.classes", "target/classes")
                                + System.getProperty("path.separator")
                                + System.getProperty("java.class.path")),
                null,
                List.of(file));
        task.setProcessors(List.of(new TidemarkProcessor()));
        assertTrue(task.call());
        return Files.readString(folder.resolve("META-INF/tidemark/shop/schema.sql"));
    }
}
