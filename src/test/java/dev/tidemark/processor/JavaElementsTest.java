package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.schema.SourceMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a compiled schema are placed at the Java elements that it came from. */
final class JavaElementsTest {
    private static final String ORDER = """
        package com.example;

        import dev.tidemark.annotation.*;

        @Table(name = "orders")
        @Index(members = {"id", "channel"})
        record Order(
                @Id long id,
                @Unique String channel,
                @References(Shop.class) long shop) {}
        """;
    private static final ObjectName ORDERS = ObjectName.of(ObjectKind.TABLE, "public", "orders");

    @TempDir
    private Path folder;

    private Javac javac;
    private Path order;
    private Path shop;

    @BeforeEach
    void write() throws IOException {
        javac = new Javac(Files.createDirectories(folder.resolve("classes")));
        order = Files.writeString(folder.resolve("Order.java"), ORDER);
        shop = Files.writeString(folder.resolve("Shop.java"), """
            package com.example;

            @dev.tidemark.annotation.Table
            record Shop(@dev.tidemark.annotation.Id long id) {}
            """);
    }

    private String compile(Path... sources) {
        assertTrue(javac.compile(List.of(sources), "-Atidemark.app=shop").success());
        return String.valueOf(javac.output().get("shop/sources"));
    }

    private static Problem problem(ObjectName object, String place) {
        return Problem.of("TDM-210", object, "what and why", place, null, List.of());
    }

    @Test
    void objectsAreNamedWithElementFileAndLine() {
        List<String> lines = compile(order, shop).lines().toList();
        assertTrue(lines.contains("TABLE\tpublic\torders\t\tcom.example.Order\tOrder.java:5"), lines::toString);
        assertTrue(
                lines.contains("COLUMN\tpublic\torders\tchannel\tcom.example.Order.channel\tOrder.java:9"),
                lines::toString);
        assertTrue(
                lines.contains("CONSTRAINT\tpublic\torders\torders_shop_fkey\tcom.example.Order.shop\tOrder.java:10"),
                lines::toString);
        assertTrue(
                lines.contains("INDEX\tpublic\torders\torders_id_channel_idx\tcom.example.Order\tOrder.java:5"),
                lines::toString);
    }

    @Test
    void anIncrementalCompilationKeepsTheLinesOfWhatItDoesNotSee() {
        String all = compile(order, shop);
        assertEquals(all, compile(shop));
    }

    @Test
    void problemsArePlacedAtTheElement() {
        SourceMap map = SourceMap.read(compile(order, shop), javac.schema("shop"));
        ObjectName channel = ORDERS.member(ObjectKind.COLUMN, "channel");
        assertEquals(
                "Order.java:9 (Order.channel)",
                map.at(problem(channel, "schema.sql:9:5")).place());
        assertEquals("Order.java:5 (Order)", map.at(problem(ORDERS, "x")).place());
        ObjectName foreign = ObjectName.of(ObjectKind.TABLE, "public", "other");
        assertEquals(
                "schema.sql:1:1", map.at(problem(foreign, "schema.sql:1:1")).place());
    }

    @Test
    void aFaultInsideATableIsPlacedAtTheMemberOfItsLine() {
        String sources = compile(order, shop);
        String schema = javac.schema("shop");
        int line = 1 + schema.lines().toList().indexOf("    CONSTRAINT orders_shop_fkey FOREIGN KEY (shop)");
        assertTrue(line > 1, schema);
        String place = "jar:file:/app.jar!/META-INF/tidemark/shop/schema.sql:" + line + ":5";
        assertEquals(
                "Order.java:10 (Order.shop)",
                SourceMap.read(sources, schema).at(problem(ORDERS, place)).place());
    }
}
