package dev.tidemark.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code infra/roles.sql} by psql on a real server, as a master user without superuser's rights, which is what RDS gives; against docs/roles.md. */
class RolesTest {
    private final TestDatabase database = TestPostgres.fresh();
    private final String suffix = database.name();
    private final String master = "master_" + suffix;
    private final String runtime = "Runtime-" + suffix;
    private final String deployer = "deployer_" + suffix;
    private final String planner = "plan_" + suffix;

    @BeforeEach
    void aMasterUserAsOfRds() {
        database.run(
                "create role " + master + " login createrole createdb password 'm'",
                "alter database " + database.name() + " owner to " + master);
    }

    @AfterEach
    void everyRoleGoes() {
        List<String> roles = new ArrayList<>(List.of(runtime, deployer, planner));
        roles.addAll(List.of("shop_runtime", "shop_deployer", "tidemark_plan").stream()
                .map(this::own)
                .toList());
        for (String role : roles) {
            if (!database.rows("select 1 from pg_roles where rolname = '" + role + "'")
                    .isEmpty()) {
                database.run("drop owned by \"" + role + "\" cascade", "drop role \"" + role + "\"");
            }
        }
        database.run("alter database " + database.name() + " owner to postgres", "drop role " + master);
        database.close();
    }

    @Test
    void threeRolesThatMayWhatTheyNeedAndNoMore() throws IOException {
        String verifier = "select rolpassword from pg_authid where rolname = '" + runtime + "'";
        script("r'1");
        String first = database.value(verifier);
        script("r'2");
        assertNotEquals(first, database.value(verifier), "the password is set again");
        SyncOptions options = SyncOptions.defaults()
                .withApp("shop")
                .withExplicit(true)
                .withRuntimeRoles(List.of(runtime))
                .withSource(
                        new SyncOptions.SchemaSource("create schema s; create table s.t (id int primary key);", "v1"));
        assertEquals(
                SyncStatus.SYNCED,
                Tidemark.open(database.dataSource(deployer, "d"), options)
                        .sync()
                        .status());
        script("r");
        assertEquals(
                List.of("schema_version"),
                readable(runtime, "tidemark"),
                "the application reads the one table of the hot read and nothing else of Tidemark");
        assertEquals(List.of("t"), readable(runtime, "s"));
        assertEquals(List.of("data_step", "object", "schema_version"), readable(planner, "tidemark"));
        assertEquals(List.of(), readable(planner, "s"));
        assertEquals("f|t", may(runtime, "create on database, connect on database"));
        assertEquals("t|t", may(deployer, "create on database, connect on database"));
        assertEquals("t|t", may(planner, "create on database, connect on database"));
        assertEquals(
                "0",
                database.value(
                        "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname in"
                                + " ('"
                                + runtime + "','" + deployer + "','" + planner + "')"),
                "no memberships");
        assertEquals(
                "0",
                database.value(
                        "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.roleid where r.rolname = '"
                                + deployer + "' and m.set_option"),
                "the master user is no member for good");
    }

    /** The page and the script give the same rights. */
    @Test
    void theScriptAndThePageAgree() throws IOException {
        for (MatchResult block : Pattern.compile("```sql\n(-- (?:1|tidemark_plan).*?)```", Pattern.DOTALL)
                .matcher(Cfn.text("docs/roles.md"))
                .results()
                .toList()) {
            for (String statement : block.group(1).replaceAll("--[^\n]*", "").split(";", -1)) {
                if (!statement.isBlank()
                        && !statement.contains("SCHEMA tidemark")
                        && !statement.contains("tidemark.")) {
                    database.run(renamed(statement));
                }
            }
        }
        String page = rights(Map.of(
                own("shop_runtime"), "runtime", own("shop_deployer"), "deployer", own("tidemark_plan"), "planner"));
        try (TestDatabase other = TestPostgres.fresh()) {
            Needs.Ran ran = psql(other, "postgres", "postgres", "p");
            assertEquals(0, ran.exit(), ran.all());
            assertEquals(
                    page,
                    rights(other, Map.of(runtime, "runtime", deployer, "deployer", planner, "planner")),
                    "infra/roles.sql");
            other.run("drop owned by \"" + runtime + "\", " + deployer + ", " + planner + " cascade");
        }
        assertTrue(page.contains("deployer"), page);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Needs.Ran ran = Needs.run(List.of(
                PgDump.binaries().resolve("psql").toString(),
                "-X",
                "-f",
                "infra/roles.sql",
                "-v",
                "runtime=x",
                database.url().replace("jdbc:", "")));
        assertTrue(ran.all().contains("roles.sql: -v deployer=ROLE is missing"), ran.all());
        assertEquals(3, ran.exit(), "a pipeline goes on");
        assertEquals("0", database.value("select count(*) from pg_roles where rolname = 'x'"));
    }

    private void script(String password) throws IOException {
        Needs.Ran ran = psql(database, master, "m", password);
        assertEquals(0, ran.exit(), ran.all());
        assertEquals("", RolesTest.complaints(ran.all()));
    }

    /** What the script says, but for what it cannot do as a master user who is no superuser: take functions of PostgreSQL from PUBLIC. */
    static String complaints(String said) {
        return said.lines()
                .filter(line -> !line.contains("WARNING:  roles.sql: PUBLIC may still execute functions such as"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private Needs.Ran psql(TestDatabase at, String user, String login, String password) throws IOException {
        return Needs.run(List.of(
                PgDump.binaries().resolve("psql").toString(),
                "-X",
                "postgresql://" + user + ":" + login + "@" + at.host() + ":" + at.port() + "/" + at.name(),
                "-v",
                "runtime=" + runtime,
                "-v",
                "runtime_password=" + password,
                "-v",
                "deployer=" + deployer,
                "-v",
                "deployer_password=d",
                "-v",
                "planner=" + planner,
                "-v",
                "planner_password=p",
                "-f",
                Needs.basedir().resolve("infra/roles.sql").toString()));
    }

    private String renamed(String statement) {
        return statement
                .replace("DATABASE shop", "DATABASE " + database.name())
                .replaceAll("\\b(shop_runtime|shop_deployer|tidemark_plan)\\b", "$1_" + suffix);
    }

    private String own(String role) {
        return role + "_" + suffix;
    }

    private List<String> readable(String role, String schema) {
        return database.rows(
                "select tablename from pg_tables where schemaname = '" + schema + "' and has_schema_privilege('"
                        + role + "', '" + schema + "', 'usage') and has_table_privilege('" + role
                        + "', format('%I.%I', schemaname,"
                        + " tablename), 'select') order by 1");
    }

    private String may(String role, String what) {
        StringBuilder query = new StringBuilder("select ");
        for (String right : what.split(", ", -1)) {
            query.append(query.length() == 7 ? "" : ", ")
                    .append("has_database_privilege('" + role + "', current_database(), '" + right.split(" ", -1)[0]
                            + "')");
        }
        return database.value(query.toString());
    }

    private String rights(Map<String, String> names) {
        return rights(database, names);
    }

    private static String rights(TestDatabase of, Map<String, String> names) {
        String list = String.join("','", names.keySet());
        List<String> rows = of.rows("select rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolconnlimit,"
                + " rolpassword is not null from pg_authid where rolname in ('" + list + "') union all select"
                + " r.rolname, a.privilege_type"
                + " = 'CREATE', a.is_grantable,"
                + " false, false, 0, false from"
                + " pg_database d,"
                + " aclexplode(d.datacl) a join"
                + " pg_roles r on r.oid ="
                + " a.grantee where d.datname ="
                + " current_database() and"
                + " r.rolname"
                + " in ('" + list + "') and a.privilege_type <> 'CONNECT' union all select r.rolname, a.privilege_type"
                + " = 'CREATE', a.is_grantable, true, true, 1, false from pg_namespace n,"
                + " aclexplode(n.nspacl) a join pg_roles r on r.oid = a.grantee"
                + " where r.rolname in ('" + list + "')");
        assertNotEquals(List.of(), rows);
        return rows.stream()
                .map(row -> names.get(row.substring(0, row.indexOf('|'))) + row.substring(row.indexOf('|')))
                .sorted()
                .toList()
                .toString();
    }
}
