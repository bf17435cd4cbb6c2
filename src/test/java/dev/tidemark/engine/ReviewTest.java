package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.PlanLogin;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans by a login that may plan and no more ({@code docs/roles.md}), compared with the deployer's. */
final class ReviewTest {
    private static final String FIRST = """
        create type mood as enum ('calm', 'cross');
        create table customers (id bigint generated always as identity primary key, phone text, mail text, mood mood);
        create view mails as select mail from customers;
        """;
    private static final String SECOND = """
        create type mood as enum ('calm', 'cross', 'keen');
        create table customers (
            id bigint generated always as identity primary key, mail text not null, mood mood, note text, unique (mail));
        create view mails as select mail, note from customers;
        create table orders (id bigint primary key, customer bigint references customers);
        """;

    private final TestDatabase database = TestPostgres.fresh();
    private final PlanLogin login = PlanLogin.create(database);

    @AfterEach
    void drop() {
        database.close();
        login.close();
    }

    private static SyncOptions options(String text) {
        return SyncOptions.defaults()
                .withApp("shop")
                .withSource(new SyncOptions.SchemaSource(text, "schema.sql"))
                .withMode(Mode.AUTO)
                .withAllowed(Set.of(Hazard.values()))
                .withBreakingAllowed(true)
                .withExplicit(true)
                .withForce(true);
    }

    private Plan review(String text) {
        return Tidemark.open(login.dataSource(), options(text).withReview(true)).plan();
    }

    private Plan deployers(String text) {
        return Tidemark.open(database.dataSource(), options(text)).plan();
    }

    private void sync(String text) {
        DataSource deployer = database.dataSource();
        assertEquals(
                SyncStatus.SYNCED, Tidemark.open(deployer, options(text)).sync().status());
    }

    @Test
    void ofADatabaseThatWasNeverSyncedItIsTheSame() {
        assertEquals(deployers(FIRST), review(FIRST));
    }

    @Test
    void ofEmptyTablesItIsTheSame() {
        sync(FIRST);
        login.grantRecord();
        Plan plan = review(SECOND);
        assertEquals(deployers(SECOND), plan);
        assertTrue(plan.batches().size() > 1, plan::toString);
    }

    @Test
    void whatItCouldNotLookAtItSays() {
        sync(FIRST);
        login.grantRecord();
        database.run("insert into customers (phone, mail) select g::text, g::text from generate_series(1, 500) g");
        Plan plan = review(SECOND);
        assertEquals(List.of(), plan.problems());
        assertEquals(deployers(SECOND).statements().size(), plan.statements().size());
        String notes = String.join("\n", plan.notes());
        assertTrue(notes.contains("3 questions about them"), notes);
        assertTrue(plan.changes().stream().anyMatch(c -> c.has(Hazard.DATA_LOSS)), plan::toString);
    }

    @Test
    void withoutTheRecordItPlansAndSaysSo() {
        sync(FIRST);
        Plan plan = review(SECOND);
        String notes = String.join("\n", plan.notes());
        assertTrue(notes.contains("may not read what is recorded"), notes);
        assertTrue(plan.changes().stream().noneMatch(c -> c.has(Hazard.DATA_LOSS)), plan::toString);
    }

    @Test
    void theRightsThatCountAreTheDeployers() {
        sync(FIRST);
        login.grantRecord();
        Plan byItself = Tidemark.open(login.dataSource(), options(SECOND)).plan();
        assertTrue(byItself.blocked(), "under its own rights nothing could be altered");
        Plan forAnother = Tidemark.open(
                        login.dataSource(), options(SECOND).withReview(true).withOwner(login.user()))
                .plan();
        assertTrue(forAnother.blocked(), forAnother::toString);
    }

    @Test
    void aReviewNeverSyncs() {
        Tidemark review = Tidemark.open(database.dataSource(), options(FIRST).withReview(true));
        assertThrows(IllegalStateException.class, review::sync);
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'customers'"));
    }
}
