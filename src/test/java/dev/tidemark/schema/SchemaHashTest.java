package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SchemaHashTest {
    private static final String TEXT = """
        CREATE TABLE shop.orders (
            id bigint PRIMARY KEY, -- @renamed from=order_id
            note text DEFAULT 'It''s'
        );
        CREATE INDEX ON shop.orders (note);
        """;

    /** Never to be changed: deployed databases hold hashes of this version. */
    @Test
    void theHashOfATextIsForEver() {
        assertEquals("v1:52b46f0eedcf41797c04f53acb96a42b30d4363b5223f0dc9de19d6a1f27b4fb", SchemaHash.of(TEXT));
        assertEquals(
                "v1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", SchemaHash.of("-- nothing"));
    }

    @Test
    void layoutCommentsAndCaseDoNotCount() {
        assertEquals(SchemaHash.of(TEXT), SchemaHash.of("""
            -- hello
            create table SHOP . Orders (id BIGINT primary key, --   @renamed   from=order_id
              note text default /* ; */ 'It''s' );;
            create index on shop.orders(note)\
            """));
    }

    @Test
    void linesForPsqlAndNoiseDoNotCount() {
        assertEquals(SchemaHash.of(TEXT), SchemaHash.of("""
            \\restrict abc
            SET statement_timeout = 0;
            SET client_encoding = 'UTF8';
            SELECT pg_catalog.set_config('check_function_bodies', 'off', false);
            """ + TEXT + "\n\\unrestrict abc\n"));
    }

    @Test
    void meaningCounts() {
        String hash = SchemaHash.of(TEXT);
        assertNotEquals(hash, SchemaHash.of("set search_path = shop;" + TEXT));
        assertNotEquals(hash, SchemaHash.of("select pg_catalog.set_config('search_path', '', false);" + TEXT));
        assertNotEquals(hash, SchemaHash.of(TEXT.replace("It''s", "it''s")));
        assertNotEquals(hash, SchemaHash.of(TEXT.replace("@renamed from=order_id", "")));
        assertNotEquals(hash, SchemaHash.of(TEXT.replace("order_id", "oid")));
        assertNotEquals(hash, SchemaHash.of("-- @external\n" + TEXT));
        assertNotEquals(SchemaHash.of("a b"), SchemaHash.of("ab"));
        assertNotEquals(SchemaHash.of("a;b"), SchemaHash.of("a b"));
    }

    @Test
    void soDoTheColumnsOfAViewButNotTheirLayout() {
        String view = "create view s.v as select 1 as a, 2 as b;";
        String hash = SchemaHash.of("-- @columns a int, b numeric(12,2)\n" + view);
        assertEquals("v1:18dd4c677619b49a976cd569a2a26c14e82923994874c09e62e83a1ec0d65a0d", hash);
        assertEquals(hash, SchemaHash.of("--  @columns  A INT ,b numeric (12, 2)\n" + view));
        assertNotEquals(hash, SchemaHash.of("-- @columns a int, b numeric(12,3)\n" + view));
        assertNotEquals(hash, SchemaHash.of(view));
    }
}
