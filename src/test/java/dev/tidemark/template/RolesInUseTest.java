package dev.tidemark.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The roles of {@code infra/roles.sql} at work, on every major version, made by a master user as RDS gives it: owner of the database, CREATEROLE, no superuser. */
class RolesInUseTest {
    private static final String V1 = "create type public.state as enum ('new', 'sent');\n"
            + "create table public.parcel (id bigint generated always as identity primary key, state public.state not"
            + " null);\n"
            + "create sequence public.numbers;\n"
            + "create view public.sent as select id from public.parcel where state = 'sent';\n";
    private static final String V2 = V1.replace("not null);", "not null, note text);")
            + "create schema depot;\n"
            + "create table depot.crate (id serial primary key, parcel bigint references public.parcel);\n";
    private static final String HANDED_OVER = V2 + "create table public.legacy (id int primary key, added text);\n";

    private TestDatabase database = TestPostgres.fresh();
    private final List<String> roles = new ArrayList<>();
    private String master = "";
    private String runtime = "";
    private String deployer = "";
    private String planner = "";

    private void on(int major) {
        if (major != TestPostgres.NEWEST) {
            TestDatabase other = TestPostgres.fresh(major);
            database.close();
            database = other;
        }
        master = role("master");
        runtime = role("app");
        deployer = role("deployer");
        planner = role("plan");
        database.run(
                "create role " + master + " login createrole createdb password 'm'",
                "alter database " + database.name() + " owner to " + master);
    }

    private String role(String name) {
        roles.add(name + "_" + database.name());
        return roles.get(roles.size() - 1);
    }

    @AfterEach
    void everyRoleGoes() {
        database.run("alter database " + database.name() + " owner to postgres");
        for (String role : roles) {
            if (!database.rows("select 1 from pg_roles where rolname = '" + role + "'")
                    .isEmpty()) {
                database.run("drop owned by " + role + " cascade");
            }
        }
        roles.stream()
                .sorted((a, b) -> a.startsWith("master") ? 1 : b.startsWith("master") ? -1 : 0)
                .forEach(role -> database.run("drop role if exists " + role));
        database.close();
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.testkit.TestPostgres#majors")
    void theDeployerChangesAndTheApplicationUses(int major) throws Exception {
        on(major);
        as(master, "m", "create table public.legacy (id int primary key)", "insert into public.legacy values (1)");
        script();
        assertEquals(SyncStatus.SYNCED, sync(V1).status());
        as(
                runtime,
                "r",
                "insert into public.parcel (state) values ('new'), ('sent')",
                "update public.parcel set state = 'sent'",
                "select id from public.sent",
                "select nextval('public.numbers')",
                "delete from public.parcel where id = 2",
                "select * from tidemark.schema_version");
        refused(
                runtime,
                "alter table public.parcel add column x int",
                "drop table public.parcel",
                "select * from public.legacy");
        refused(deployer, "drop table public.legacy", "select * from public.legacy");
        List<String> others = database.rows(
                "select tablename from pg_tables where schemaname = 'tidemark' and tablename <> 'schema_version'");
        assertTrue(others.size() > 2, others.toString());
        others.forEach(table -> refused(runtime, "select * from tidemark." + table));
        refused(runtime, "update tidemark.schema_version set app = app", "create table tidemark.x (i int)");

        assertEquals(SyncStatus.SYNCED, sync(V2).status());
        as(
                runtime,
                "r",
                "update public.parcel set note = 'late'",
                "insert into depot.crate (parcel) values (1)",
                "select * from depot.crate");
        script();
        as(planner, "p", "select * from tidemark.schema_version", "select * from tidemark.object");
        refused(planner, "select * from public.parcel", "select * from depot.crate");
    }

    /** docs/roles.md, as RDS's master user runs it: on PostgreSQL 16 and later, who made a role is no member of it yet. */
    @ParameterizedTest
    @MethodSource("dev.tidemark.testkit.TestPostgres#majors")
    void tablesThatAreThereAreHandedOver(int major) throws Exception {
        on(major);
        as(master, "m", "create table public.legacy (id int primary key)", "insert into public.legacy values (1)");
        script();
        assertEquals(SyncStatus.SYNCED, sync(V2).status());
        SyncResult blocked = sync(HANDED_OVER);
        assertEquals(SyncStatus.BLOCKED, blocked.status(), blocked.toString());
        Matcher block = Pattern.compile("Tables that exist already.*?```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Cfn.text("docs/roles.md"));
        assertTrue(block.find(), "docs/roles.md says how");
        as(
                master,
                "m",
                block.group(1)
                        .replaceAll("--[^\n]*", "")
                        .replace("shop.purchase", "public.legacy")
                        .replace("shop_deployer", deployer)
                        .replace("shop_runtime", runtime)
                        .strip()
                        .split(";\\s*"));
        assertEquals(SyncStatus.SYNCED, sync(HANDED_OVER).status());
        as(runtime, "r", "update public.legacy set added = 'x'");
        assertEquals("1|x", database.value("select id, added from public.legacy"));
        assertEquals(
                "0",
                database.value("select count(*) from pg_auth_members where roleid = to_regrole('" + deployer + "')"
                        + (major < 16 ? "" : " and (set_option or inherit_option)")),
                "the master user is no member for good");
    }

    /** A GRANT by somebody who may not make one is a warning only, after which the first deploy would fail. */
    @ParameterizedTest
    @MethodSource("dev.tidemark.testkit.TestPostgres#majors")
    void whoDoesNotOwnTheDatabaseIsToldSo(int major) throws IOException {
        on(major);
        database.run("alter database " + database.name() + " owner to postgres");
        Needs.Ran ran = psql();
        assertEquals(3, ran.exit(), ran.all());
        assertTrue(
                ran.err()
                        .contains(master + " does not own the database " + database.name()
                                + ": run this as postgres, or as a member of it"),
                ran.all());
        assertEquals("0", database.value("select count(*) from pg_roles where rolname = '" + runtime + "'"));
    }

    private SyncResult sync(String sql) throws SQLException {
        SyncOptions options = SyncOptions.defaults()
                .withApp("post")
                .withExplicit(true)
                .withRuntimeRoles(List.of(runtime))
                .withSource(new SyncOptions.SchemaSource(sql, "v" + sql.length()));
        return Tidemark.open(database.dataSource(deployer, "d"), options).sync();
    }

    private void as(String role, String password, String... statements) throws SQLException {
        try (Connection connection = database.dataSource(role, password).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void refused(String role, String... statements) {
        for (String sql : statements) {
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> as(role, role.equals(planner) ? "p" : role.equals(runtime) ? "r" : "d", sql),
                    sql);
            assertEquals("42501", refused.getSQLState(), sql + ": " + refused.getMessage());
        }
    }

    private void script() throws IOException {
        for (int i = 0; i < 2; i++) {
            Needs.Ran ran = psql();
            assertEquals(0, ran.exit(), ran.all());
            assertEquals("", RolesTest.complaints(ran.all()));
        }
    }

    private Needs.Ran psql() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PgDump.binaries().resolve("psql").toString(),
                "-X",
                "postgresql://" + master + ":m@" + database.host() + ":" + database.port() + "/" + database.name()));
        List.of(
                        "runtime=" + runtime,
                        "runtime_password=r",
                        "deployer=" + deployer,
                        "deployer_password=d",
                        "planner=" + planner,
                        "planner_password=p")
                .forEach(variable -> command.addAll(List.of("-v", variable)));
        command.addAll(List.of("-f", Needs.basedir().resolve("infra/roles.sql").toString()));
        return Needs.run(command);
    }
}
