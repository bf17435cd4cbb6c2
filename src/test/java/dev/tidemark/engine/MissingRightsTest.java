package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.full;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import org.junit.jupiter.api.Test;

/** What the role of a sync may not do blocks its plan before anything ran. */
final class MissingRightsTest extends Upgrades {
    @Test
    void whatBelongsToSomebodyElseBlocksThePlanBeforeAnythingRan() {
        String deployer = "deployer_" + database.name();
        String other = "other_" + database.name();
        String v1 = "create schema s; create table s.mine (id int primary key); create table s.theirs (id int primary"
                + " key); create type s.kind as enum ('a'); create table s.idle (id int); create view s.v as"
                + " select id from s.theirs;";
        String v2 = v1.replace("mine (id int primary key)", "mine (id int primary key, x int)")
                .replace("theirs (id int primary key)", "theirs (id int primary key, x int)");
        database.run("create role " + deployer + " login password 'x'", "create role " + other);
        try {
            apply(full(v1));
            database.run(
                    "grant create on database " + database.name() + " to " + deployer,
                    "alter schema tidemark owner to " + deployer,
                    "do $$declare t text; begin for t in select tablename from pg_tables where schemaname = 'tidemark'"
                            + " loop execute format('alter table tidemark.%I owner to " + deployer
                            + "', t); end loop; end$$",
                    "alter schema s owner to " + deployer,
                    "alter table s.mine owner to " + deployer,
                    "alter table s.theirs owner to " + other,
                    "alter table s.idle owner to " + other);
            SyncResult blocked = syncAs(deployer, full(v2));
            assertEquals(SyncStatus.BLOCKED, blocked.status(), blocked.toString());
            assertEquals(1, blocked.problems().size(), blocked.problems().toString());
            assertEquals("TDM-215", blocked.problems().get(0).code());
            String said = blocked.problems().get(0).headline()
                    + blocked.problems().get(0).wayOutTexts();
            assertTrue(said.contains("s.theirs: belongs to role " + other), said);
            assertTrue(said.contains("ALTER TABLE s.theirs OWNER TO " + deployer), said);
            assertEquals(
                    "0", database.value("select count(*) from pg_attribute where attname = 'x' and attrelid > 16384"));
            SyncResult asOther = syncAs(deployer, full(v2).withOwner(other));
            assertEquals("TDM-404", asOther.problems().get(0).code(), asOther.toString());
            database.run("grant " + other + " to " + deployer);
            assertEquals(SyncStatus.SYNCED, syncAs(deployer, full(v2)).status());
        } finally {
            database.run(
                    "drop owned by " + deployer + ", " + other + " cascade",
                    "drop role " + deployer,
                    "drop role " + other);
        }
    }

    @Test
    void aSchemaThatIsClosedToTheRoleIsNamedWithTheGrant() {
        String deployer = "deployer_" + database.name();
        database.run(
                "create role " + deployer + " login password 'x'", "create schema s", "create table s.old (id int)");
        try {
            database.run(
                    "grant create on database " + database.name() + " to " + deployer,
                    "grant usage on schema s to " + deployer);
            String v1 = "create schema s; create table s.old (id int); create table s.fresh (id int);";
            SyncResult blocked = syncAs(deployer, full(v1));
            assertEquals(SyncStatus.BLOCKED, blocked.status(), blocked.toString());
            assertEquals("TDM-404", blocked.problems().get(0).code());
            String said = blocked.problems().get(0).wayOutTexts().toString();
            assertTrue(said.contains("GRANT CREATE ON SCHEMA s TO " + deployer), said);
            database.run("grant create on schema s to " + deployer);
            assertEquals(SyncStatus.SYNCED, syncAs(deployer, full(v1)).status());
        } finally {
            database.run("drop owned by " + deployer + " cascade", "drop role " + deployer);
        }
    }

    private SyncResult syncAs(String role, dev.tidemark.SyncOptions options) {
        return dev.tidemark.Tidemark.open(database.dataSource(role, "x"), options)
                .sync();
    }
}
