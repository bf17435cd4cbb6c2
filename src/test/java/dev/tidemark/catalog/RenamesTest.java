package dev.tidemark.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A catalog under other names is the one that PostgreSQL shows after it did the renames itself. */
class RenamesTest {
    @Test
    void renamedTextsAreWhatPostgresPrintsAfterRenaming() throws SQLException, IOException {
        try (TestDatabase database = TestPostgres.fresh()) {
            database.run("create schema \"order\"; " + rich());
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                Catalog before = CatalogReader.read(connection, Set.of("order"));
                try (Statement statement = connection.createStatement()) {
                    statement.execute("""
                        alter table "order"."Odd ""Name" rename to "select";
                        alter table "order".customer rename to buyer;
                        alter table "order".buyer rename column id to user_id;
                        """);
                    statement.execute("""
                        alter table "order"."select" rename column total to "Sum";
                        alter table "order"."select" rename column made to "time";
                        alter type "order".status rename to state;
                        alter type "order".state rename value 'NEW' to 'it''s new';
                        alter view "order".open rename to unpaid;
                        alter sequence "order".q rename to "Q";
                        """);
                }
                Catalog after = CatalogReader.read(connection, Set.of("order"));
                assertNotEquals(said(before), said(after));
                assertEquals(
                        difference(after, renames().apply(before)),
                        difference(renames().apply(before), after));
            }
        }
    }

    @Test
    void aNewNameIsQuotedWhereItMustBe() {
        Renames renames = new Renames(
                Map.of(), Map.of(name("St ate"), name("kind"), name("kind"), name("select")), Map.of(), Map.of());
        RenamingText text = new RenamingText(renames, Map.of(), List.of());
        assertEquals("\"order\".kind[]", text.apply("\"order\".\"St ate\"[]"));
        assertEquals("'a'::\"order\".\"select\"", text.apply("'a'::\"order\".kind"));
    }

    private static Renames renames() {
        QName odd = name("Odd \"Name");
        return new Renames(
                Map.of(
                        odd,
                        name("select"),
                        name("customer"),
                        name("buyer"),
                        name("open"),
                        name("unpaid"),
                        name("q"),
                        name("Q")),
                Map.of(name("status"), name("state")),
                Map.of(odd, Map.of("total", "Sum", "made", "time"), name("customer"), Map.of("id", "user_id")),
                Map.of(name("status"), Map.of("NEW", "it's new")));
    }

    /** What {@code one} says and {@code other} does not, the queries of views left out: columns are not followed there. */
    private static List<String> difference(Catalog one, Catalog other) {
        Set<String> others = said(other);
        return said(one).stream()
                .filter(line -> !others.contains(line))
                .sorted()
                .toList();
    }

    private static Set<String> said(Catalog catalog) {
        return Fingerprints.texts(catalog).entrySet().stream()
                .filter(e -> !e.getKey().toString().contains("view"))
                .map(e -> e.getKey() + " = " + SqlText.unquoted(e.getValue().replaceAll("(?m)^[0-9]+:", "")))
                .collect(Collectors.toSet());
    }

    private static QName name(String name) {
        return new QName("order", name);
    }

    private static String rich() throws IOException {
        try (InputStream file = RenamesTest.class.getResourceAsStream("/catalog/rich.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
