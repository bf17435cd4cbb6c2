package dev.tidemark.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look at some relations is the look at everything, or says that it cannot be. */
final class ScopedReaderTest {
    private static final Set<String> SCHEMAS = Set.of("shop", "other", "public");

    private static final ObjectName T = ObjectName.of(ObjectKind.TABLE, "shop", "t");

    /** What only concerns the table. */
    private static final List<String> OF_THE_TABLE = List.of(
            "alter table shop.t add column extra int",
            "alter table shop.t alter name set not null",
            "alter table shop.t add column seq bigserial, add column big text",
            "alter table shop.t add column again bigint generated always as identity",
            "alter table shop.t drop column seq",
            "alter table shop.t add foreign key (n) references shop.apart not valid",
            "alter table shop.t drop constraint t_n_fkey",
            "create index more on shop.t ((n + 1)) where n > 0",
            "create table shop.kid_of_t () inherits (shop.t)",
            "drop table shop.kid_of_t",
            "create view shop.new_view as select n from shop.v2",
            "comment on column shop.t.extra is 'x'");

    /** Every change, by whomever: never another catalog than the one that is there. Some seconds, for this is what a scope stands on. */
    @Test
    void neverReadsAnythingElse() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                Connection connection = database.connect()) {
            database.run(CatalogDigestTest.SCHEMA);
            CatalogReader.Look before = CatalogReader.lookAlone(connection, SCHEMAS);
            int proved = 0;
            for (String change : CatalogDigestTest.CHANGES) {
                CatalogScope scope = scope(before.catalog());
                String digests = digests(connection, scope);
                database.run(change);
                CatalogReader.Look scoped = look(connection, before, scope, digests);
                before = CatalogReader.lookAlone(connection, SCHEMAS);
                proved += scoped == null ? 0 : 1;
                assertTrue(scoped == null || scoped.catalog().equals(before.catalog()), change);
            }
            assertTrue(proved >= 10, proved + " changes were found to concern the table only");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void suffices(int major) throws SQLException {
        try (TestDatabase database = TestPostgres.fresh(major);
                Connection connection = database.connect()) {
            database.run(
                    CatalogDigestTest.SCHEMA,
                    "create table shop.apart (id bigint primary key)",
                    "create view shop.v2 as select n from shop.t");
            for (String change : OF_THE_TABLE) {
                assertTrue(compare(database, connection, change), change);
            }
        }
    }

    @Test
    void whatElseMovesIsSeenAndTheRestIsTheVerySame() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                Connection connection = database.connect()) {
            database.run(CatalogDigestTest.SCHEMA, "create table shop.apart (id int, n int)");
            CatalogReader.Look before = CatalogReader.lookAlone(connection, SCHEMAS);
            CatalogScope scope = scope(before.catalog());
            String digests = digests(connection, scope);
            assertEquals(before.digest(), digests.substring(0, digests.indexOf('\n')));
            database.run("alter table shop.t add column extra int", "insert into shop.apart values (1)");
            Catalog after = Objects.requireNonNull(look(connection, before, scope, digests))
                    .catalog();
            QName apart = new QName("shop", "apart");
            assertSame(before.catalog().tables().get(apart), after.tables().get(apart));
            Catalog resized = new ScopedReader(connection, SCHEMAS, after).resized();
            assertTrue(!Objects.requireNonNull(resized.tables().get(apart)).empty());
            assertEquals(CatalogReader.readAlone(connection, SCHEMAS), resized);
            database.run("alter table shop.apart rename n to m");
            assertNull(look(connection, before, scope, digests));
        }
    }

    @Test
    void whatIsNoRelationHasNoScope() {
        ObjectName function = ObjectName.of(ObjectKind.FUNCTION, "shop", "f()");
        assertNull(CatalogScope.around(List.of(T, function), List.of()));
        assertNull(CatalogScope.around(List.of(), List.of()));
        assertNotNull(CatalogScope.around(List.of(T), List.of()));
    }

    /** Whether the look at the table and its dependants was found to suffice. */
    private static boolean compare(TestDatabase database, Connection connection, String change) throws SQLException {
        CatalogReader.Look before = CatalogReader.lookAlone(connection, SCHEMAS);
        CatalogScope scope = scope(before.catalog());
        String digests = digests(connection, scope);
        database.run(change);
        CatalogReader.Look scoped = look(connection, before, scope, digests);
        if (scoped == null) {
            return false;
        }
        CatalogReader.Look full = CatalogReader.lookAlone(connection, SCHEMAS);
        assertTrue(full.catalog().equals(scoped.catalog()), change);
        assertEquals(full.digest(), scoped.digest(), change);
        String rows = scoped.rows();
        assertTrue(rows == null || full.catalog().equals(CatalogReader.again(connection, SCHEMAS, rows)), change);
        return true;
    }

    private static CatalogScope scope(Catalog catalog) {
        ObjectName view = ObjectName.of(ObjectKind.VIEW, "shop", "new_view");
        ObjectName kid = ObjectName.of(ObjectKind.TABLE, "shop", "kid_of_t");
        return Objects.requireNonNull(CatalogScope.around(List.of(T, view, kid), List.of(catalog)));
    }

    private static CatalogReader.@Nullable Look look(
            Connection connection, CatalogReader.Look before, CatalogScope scope, String digests) throws SQLException {
        return new ScopedReader(connection, SCHEMAS, before.catalog()).look(scope, digests, before.rows());
    }

    private static String digests(Connection connection, CatalogScope scope) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(scope.digestQuery())) {
            row.next();
            return row.getString(1);
        }
    }
}
