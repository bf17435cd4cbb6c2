package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sync has to drop and make again comes back with its owner and its privileges. */
final class RestorationTest {
    private static final String NUMBER = Long.toString(System.nanoTime(), 36);
    private static final String READER = "\"reader \"\"" + NUMBER + "\"";
    private static final String OWNER = "\"Owner of " + NUMBER + "\"";
    private static final String WHO =
            "select string_agg(name || ' ' || owner || ' ' || acl, E'\\n' order by name) from (select proname::text"
                    + " as name, proowner::regrole::text as owner, (select string_agg(g.grantee::regrole || ' ' ||"
                    + " g.privilege_type || ' ' || g.is_grantable, ',' order by 1) from aclexplode(coalesce(proacl,"
                    + " acldefault('f', proowner))) g) as acl from pg_proc where pronamespace = 'public'::regnamespace"
                    + " and prorettype <> 'trigger'::regtype union all select typname, typowner::regrole::text, (select"
                    + " string_agg(g.grantee::regrole || ' ' || g.privilege_type || ' ' || g.is_grantable, ',' order by"
                    + " 1) from aclexplode(coalesce(typacl, acldefault('T', typowner))) g) from pg_type where"
                    + " typnamespace = 'public'::regnamespace and typtype in ('d', 'e', 'c') and not exists (select"
                    + " from pg_class where oid = typrelid and relkind <> 'c')) x (name, owner, acl)";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void rolesGo() {
        database.run("drop owned by " + READER + ", " + OWNER + " cascade", "drop role " + READER + ", " + OWNER);
        database.close();
    }

    private void synced(String schema) {
        SyncResult result = Syncs.sync(database, Syncs.full(schema));
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
    }

    @Test
    void ownersAndPrivilegesComeBack() {
        database.run("create role " + READER, "create role " + OWNER);
        String v1 = """
            create type mood as enum ('a', 'b', 'c');
            create type pair as (x int, y int);
            create function one() returns int language sql immutable as 'select 1';
            create function two() returns int language sql immutable as 'select one()';
            create domain score as int default one();
            create table t (id int primary key, m mood, p pair, s score, n int default one());
            """;
        synced(v1);
        database.run(
                "insert into t values (1, 'a', (1, 2), 3, 4)",
                "revoke all on function one() from public",
                "grant execute on function one() to " + READER + " with grant option",
                "grant create on schema public to " + OWNER,
                "alter function two() owner to " + OWNER,
                "revoke usage on type mood from public",
                "grant usage on type mood to " + READER,
                "alter type pair owner to " + OWNER,
                "alter domain score owner to " + OWNER,
                "grant usage on domain score to " + READER + " with grant option");
        String before = database.value(WHO);
        synced(v1.replace("('a', 'b', 'c')", "('b', 'a')")
                .replace("x int, y int", "x bigint, y int")
                .replace("one() returns int", "one() returns smallint")
                .replace("'select 1'", "'select 1::smallint'")
                .replace("create domain score as int", "create domain score as bigint"));
        assertEquals(before, database.value(WHO));
        assertEquals("a|(1,2)|3|4", database.value("select m, p, s, n from t"));
        assertEquals("smallint", database.value("select prorettype::regtype::text from pg_proc where proname = 'one'"));
    }
}
