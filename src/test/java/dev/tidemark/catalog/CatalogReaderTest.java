package dev.tidemark.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
    private static final String PREFIX = "tm_3fa9c1_";

    private static @Nullable TestDatabase opened;

    @BeforeAll
    static void create() throws IOException {
        opened = TestPostgres.fresh();
        String sql = resource("rich.sql");
        db().run("create schema \"order\"; " + sql);
        String twin = sql.replace("\"order\".", '"' + PREFIX + "order\".");
        db().run("create schema " + PREFIX + "order; " + twin);
    }

    @AfterAll
    static void drop() {
        db().close();
    }

    @Test
    void aTwinWithItsPrefixDeletedEqualsTheRealOne() throws SQLException {
        Catalog real = read("", Set.of("order"), UnaryOperator.identity());
        Catalog twin = read("", Set.of(PREFIX + "order"), text -> text.replace(PREFIX, ""));
        assertEquals(without(lines(real), lines(twin)), without(lines(twin), lines(real)));
        assertEquals(Fingerprints.of(real), Fingerprints.of(twin));
        assertEquals(real.dependencies(), twin.dependencies());
        assertEquals(real.others(), twin.others());
    }

    @Test
    void hostileSettingsChangeNothing() throws SQLException {
        Catalog plain = read("", Set.of("order"), UnaryOperator.identity());
        Catalog hostile = read(
                "set datestyle = 'ISO, DMY'; set timezone = 'Asia/Tokyo'; set intervalstyle = 'sql_standard';"
                        + " set quote_all_identifiers = on; set bytea_output = 'escape'; set extra_float_digits = 0;"
                        + " set search_path = 'order', public; set standard_conforming_strings = off",
                Set.of("order"),
                UnaryOperator.identity());
        assertEquals(without(lines(plain), lines(hostile)), without(lines(hostile), lines(plain)));
    }

    @Test
    void whatIsThereIsRead() throws SQLException {
        Catalog catalog = read("", Set.of("order"), UnaryOperator.identity());
        Table odd = table(catalog, "Odd \"Name");
        Column state = odd.column("state").orElseThrow();
        assertEquals("\"order\".status", state.type());
        assertEquals("'NEW'::\"order\".status", state.defaultSql());
        assertEquals(
                "nextval('\"order\".q'::regclass)",
                odd.column("num").orElseThrow().defaultSql());
        assertEquals("EXTERNAL", odd.column("user").orElseThrow().storage());
        assertEquals(50, odd.column("total").orElseThrow().statistics());
        assertEquals(-1, state.statistics());
        assertEquals(
                Column.Generated.STORED, odd.column("doubled").orElseThrow().generated());
        Constraint paid = odd.constraint("paid").orElseThrow();
        assertFalse(paid.validated());
        assertTrue(paid.definition().endsWith(")"), paid.definition());
        Index made = odd.index("odd_made").orElseThrow();
        assertEquals(List.of("made", "total", "state", "user"), made.columns());
        assertEquals(List.of("fillfactor=70"), odd.options());
        Table customer = table(catalog, "customer");
        Column.Identity identity =
                Objects.requireNonNull(customer.column("id").orElseThrow().identity());
        assertTrue(identity.always());
        assertEquals(100, identity.options().start());
        assertEquals("customer_pkey", customer.primaryKey().orElseThrow().index());
        assertEquals(Set.of("q", "Odd \"Name_id_seq"), names(catalog));
        assertEquals(
                List.of("NEW", "PAID", "SHIPPED"),
                Objects.requireNonNull(catalog.enums().get(new QName("order", "status")))
                        .labels());
        View open = Objects.requireNonNull(catalog.views().get(new QName("order", "open")));
        assertEquals(
                List.of("Odd \"Name", "customer"),
                open.dependsOn().stream().map(QName::name).toList());
        assertEquals("before tax", open.columns().get(1).comment());
    }

    @Test
    void whatIsNotModelledIsNamed() throws SQLException {
        Catalog catalog = read("", Set.of("order"), UnaryOperator.identity());
        List<String> others =
                catalog.others().stream().map(o -> o.name().toString()).toList();
        assertEquals(
                List.of(
                        "policy order.Odd \"Name.own",
                        "trigger order.Odd \"Name.touched",
                        "object order.collation mine",
                        "rule order.customer.no_delete",
                        "type order.email",
                        "object order.operator ===(text, text)",
                        "type order.pair",
                        "type order.span",
                        "statistics order.stats",
                        "object order.text search configuration cfg",
                        "function order.total(integer)",
                        "function order.touch()",
                        "function order.twice(integer)"),
                others);
    }

    @Test
    void dependenciesAreThoseOfColumnsTypesAndFunctions() throws SQLException {
        Catalog catalog = read("", Set.of("order"), UnaryOperator.identity());
        ObjectName odd = ObjectName.of(ObjectKind.TABLE, "order", "Odd \"Name");
        ObjectName status = ObjectName.of(ObjectKind.TYPE, "order", "status");
        ObjectName twice = ObjectName.of(ObjectKind.FUNCTION, "order", "twice(integer)");
        ObjectName open = ObjectName.of(ObjectKind.VIEW, "order", "open");
        List<Dependency> edges = catalog.dependencies();
        assertTrue(edges.contains(new Dependency(odd.member(ObjectKind.COLUMN, "state"), status, null)));
        assertTrue(edges.contains(new Dependency(odd.member(ObjectKind.COLUMN, "states"), status, null)));
        assertTrue(edges.contains(new Dependency(odd.member(ObjectKind.COLUMN, "doubled"), twice, null)));
        assertTrue(edges.contains(new Dependency(odd.member(ObjectKind.COLUMN, "doubled"), odd, "id")));
        assertTrue(edges.contains(new Dependency(open, odd, "total")));
        assertTrue(edges.contains(new Dependency(odd.member(ObjectKind.CONSTRAINT, "paid"), odd, "state")));
        assertTrue(edges.contains(new Dependency(odd.member(ObjectKind.INDEX, "odd_made"), odd, "user")));
        assertTrue(edges.contains(new Dependency(
                odd.member(ObjectKind.TRIGGER, "touched"),
                ObjectName.of(ObjectKind.FUNCTION, "order", "touch()"),
                null)));
    }

    @Test
    void aTableWithRowsIsNotEmptyAndOneWithoutIs() throws SQLException {
        db().run(
                        "insert into \"order\".scratch values (1, now())",
                        "insert into \"order\".event values (1, '2026-05-05')");
        db().run("create table \"order\".deleted (a integer); insert into \"order\".deleted values (1)");
        db().run("delete from \"order\".deleted");
        Catalog catalog;
        try (Connection connection = db().connect()) {
            connection.setAutoCommit(false);
            catalog = CatalogReader.read(connection, Set.of("order"));
        }
        assertFalse(table(catalog, "scratch").empty());
        assertFalse(table(catalog, "event").empty());
        assertTrue(table(catalog, "customer").empty());
        assertTrue(table(catalog, "deleted").empty());
        db().run("drop table \"order\".deleted; truncate \"order\".scratch, \"order\".event");
    }

    @Test
    void aRoleWithoutSelectReadsTheSameAndTakesRowsForGranted() throws SQLException {
        String role = "r_" + db().name();
        db().run("create role " + role + " login password 'x'", "insert into \"order\".scratch values (1, now())");
        try (Connection connection = db().dataSource(role, "x").getConnection()) {
            connection.setAutoCommit(false);
            Catalog seen = CatalogReader.read(connection, Set.of("order"));
            Catalog all = read("", Set.of("order"), UnaryOperator.identity());
            assertEquals(Fingerprints.of(all), Fingerprints.of(seen));
            assertFalse(table(seen, "scratch").empty());
            assertTrue(table(seen, "customer").empty());
        } finally {
            db().run("truncate \"order\".scratch", "drop role " + role);
        }
    }

    @Test
    void theNumberOfRoundTripsDoesNotDependOnTheNumberOfTables() throws SQLException {
        db().run("create schema many");
        IntStream.range(0, 60).forEach(i -> db().run("create table many.t" + i + " (id integer primary key)"));
        assertEquals(1, executions(Set.of("many")));
        IntStream.range(0, 60).forEach(i -> db().run("insert into many.t" + i + " values (1)"));
        assertEquals(2, executions(Set.of("many")));
        db().run("drop schema many cascade");
    }

    @Test
    void anExtensionsMembersAreLeftOut() throws SQLException {
        db().run("create schema ext; create extension pg_trgm schema ext");
        Catalog catalog = read("", Set.of("ext"), UnaryOperator.identity());
        assertEquals(List.of(), catalog.others());
        db().run("drop schema ext cascade");
    }

    @Test
    void outsideATransactionItIsRefused() throws SQLException {
        try (Connection connection = db().connect()) {
            TidemarkException refused =
                    assertThrows(TidemarkException.class, () -> CatalogReader.read(connection, Set.of("order")));
            assertEquals("TDM-902", refused.code());
        }
    }

    @Test
    void fingerprintsChangeWithWhatTheyStandFor() throws SQLException {
        var before = Fingerprints.of(read("", Set.of("order"), UnaryOperator.identity()));
        db().run("alter table \"order\".scratch alter column a set default 7");
        var after = Fingerprints.of(read("", Set.of("order"), UnaryOperator.identity()));
        db().run("alter table \"order\".scratch alter column a drop default");
        ObjectName a = ObjectName.of(ObjectKind.TABLE, "order", "scratch").member(ObjectKind.COLUMN, "a");
        assertNotEquals(before.get(a), after.get(a));
        after.keySet().stream()
                .filter(name -> !name.equals(a))
                .forEach(name -> assertEquals(before.get(name), after.get(name), name.toString()));
    }

    /** Everything that a comparison may look at, a line each. */
    private static List<String> lines(Catalog catalog) {
        return Fingerprints.texts(catalog).entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .toList();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }

    private static Set<String> names(Catalog catalog) {
        return Set.copyOf(catalog.sequences().keySet().stream().map(QName::name).toList());
    }

    private static Table table(Catalog catalog, String name) {
        return Objects.requireNonNull(catalog.tables().get(new QName("order", name)));
    }

    private static Catalog read(String settings, Set<String> schemas, UnaryOperator<String> names) throws SQLException {
        try (Connection connection = db().connect()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
            }
            connection.setAutoCommit(false);
            return CatalogReader.read(connection, schemas, names);
        }
    }

    /** How often a reading goes to the server. */
    private static int executions(Set<String> schemas) throws SQLException {
        AtomicInteger count = new AtomicInteger();
        try (Connection connection = db().connect()) {
            connection.setAutoCommit(false);
            CatalogReader.read(counting(Connection.class, connection, count), schemas);
        }
        return count.get();
    }

    private static <T> T counting(Class<T> type, T target, AtomicInteger count) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().startsWith("execute")) {
                count.incrementAndGet();
            }
            try {
                Object result = method.invoke(target, args);
                return result instanceof Statement s ? counting(Statement.class, s, count) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static TestDatabase db() {
        return Objects.requireNonNull(opened);
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = CatalogReaderTest.class.getResourceAsStream("/catalog/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
