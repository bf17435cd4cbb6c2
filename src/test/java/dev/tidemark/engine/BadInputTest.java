package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Wrong input: a clear error with the object's name, and nothing changed. */
final class BadInputTest {
    private static final String GOOD = "create table fine (id bigint primary key);\n";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create table bad (id int default nosuch())|bad",
                "create table bad (id int, check (nosuch > 0))|bad",
                "create view bad as select nosuch from fine|bad",
                "create table bad (id int default 'x')|bad",
                "create table bad (id nosuchtype)|bad",
                "create table bad (id int references nosuch)|bad",
                "create index bad_idx on fine (nosuch)|fine"
            })
    void aFaultInTheDeclarationIsNamedAndNothingIsChanged(String faulty, String object) {
        SyncOptions options = Syncs.full(GOOD + faulty + ";");
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> Tidemark.open(database.dataSource(), options).sync());
        assertTrue(fault.code().startsWith("TDM-1"), text(fault));
        assertTrue(text(fault).contains(object), text(fault));
        assertTrue(text(fault).contains("schema.sql:2:"), text(fault));
        assertFalse(text(fault).contains("tm_"), text(fault));
        assertEquals("0", database.value("select count(*) from pg_class where relname in ('fine', 'bad')"));
        assertThrows(
                TidemarkException.class,
                () -> Tidemark.open(database.dataSource(), options).plan());
    }

    @Test
    void allFaultsAreSaidAtOnceAndWhatHangsOnThemIsNone() {
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> Tidemark.open(database.dataSource(), Syncs.full("""
                    create table one (id int default nosuch());
                    create table two (id nosuchtype);
                    create view three as select id from one;
                    """)).plan());
        assertTrue(text(fault).contains("schema.sql:1:"), text(fault));
        assertTrue(text(fault).contains("schema.sql:2:"), text(fault));
        assertEquals(2, fault.problems().size(), text(fault));
    }

    @Test
    void noDatabaseWrongPasswordAndNoServerAreToldApart() {
        PGSimpleDataSource missing = new PGSimpleDataSource();
        missing.setUrl("jdbc:postgresql://" + database.host() + ":" + database.port()
                + "/nosuch_db?user=postgres&password=postgres");
        TidemarkException noDatabase = assertThrows(
                TidemarkException.class, () -> Tidemark.open(missing, quick()).sync());
        assertFalse(noDatabase.retriable());
        assertEquals("3D000", noDatabase.sqlState());

        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none?user=postgres&password=postgres");
        TidemarkException noServer = assertThrows(
                TidemarkException.class, () -> Tidemark.open(nobody, quick()).sync());
        assertTrue(noServer.retriable());
        assertTrue(noServer.code().startsWith("TDM-4"), text(noServer));
    }

    @Test
    void aRoleWithoutRightsIsToldWhatToGrantAndNothingIsChanged() {
        String role = "weak_" + database.name();
        database.run("create role " + role + " login password 'x'", "revoke all on schema public from public");
        try {
            TidemarkException fault = assertThrows(
                    TidemarkException.class,
                    () -> Tidemark.open(database.dataSource(role, "x"), Syncs.full(GOOD))
                            .sync());
            assertTrue(List.of("TDM-404").contains(fault.code()), text(fault));
            assertTrue(text(fault).contains("CREATE SCHEMA"), text(fault));
            assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'tidemark'"));
        } finally {
            database.run("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void whatIsDeclaredInTidemarksOwnSchemaIsRefusedAtItsPlace() {
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> Tidemark.open(
                                database.dataSource(),
                                Syncs.full("create table a (id int);\ncreate table tidemark.lease (id int);"))
                        .sync());
        assertEquals("TDM-108", fault.code());
        assertEquals("schema.sql:2:1", fault.problems().get(0).place());
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'a'"));
    }

    @Test
    void tablesWhoseInlineKeysReferToEachOtherAreToldToAddOneLater() {
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> Tidemark.open(database.dataSource(), Syncs.full("""
                    create table a (id int primary key, b int references b);
                    create table b (id int primary key, a int references a);
                    """)).plan());
        assertTrue(text(fault).contains("ALTER TABLE … ADD FOREIGN KEY"), text(fault));
    }

    @Test
    void valuesBelowTheirFloorAreRefused() {
        TidemarkException fault = assertThrows(
                TidemarkException.class, () -> SyncOptions.defaults().withLeaseTtl(Duration.ofMillis(999)));
        assertEquals("TDM-603", fault.code());
        assertTrue(text(fault).contains("leaseTtl"), text(fault));
    }

    private static String text(TidemarkException fault) {
        return String.valueOf(fault.getMessage());
    }

    private static SyncOptions quick() {
        return Syncs.full(GOOD).withBudget(Duration.ofMillis(800));
    }
}
