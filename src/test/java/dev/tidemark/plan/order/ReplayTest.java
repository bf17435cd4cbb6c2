package dev.tidemark.plan.order;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogObject;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Diff;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.schema.SchemaReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans that contradict themselves are caught before they run: from catalogs written here, without a database. */
final class ReplayTest {
    private static final View V = new View(
            new QName("public", "v"), false, "select 1", List.of(), List.of(), List.of(), List.of(), "o", null);
    private static final ObjectName F = ObjectName.of(ObjectKind.FUNCTION, "public", "f(integer)");
    private static final ObjectName TRIGGER = V.object().member(ObjectKind.TRIGGER, "touch");

    private static final Op DROP = op(Rank.DROP_VIEW, "DROP VIEW v", V.object());
    private static final Op CREATE = op(Rank.CREATE_VIEW, "CREATE VIEW v", V.object());
    private static final Op CREATE_TRIGGER = op(Rank.NEW, "CREATE TRIGGER touch", TRIGGER);

    @Test
    void aPlanThatEndsInWhatIsDeclaredPasses() {
        assertDoesNotThrow(() -> check(live(V), declared(V, function()), Set.of(), op(Rank.CREATE, "CREATE", F)));
        assertDoesNotThrow(() -> check(live(V), declared(V), Set.of(), DROP, CREATE));
        assertDoesNotThrow(() -> check(live(V), declared(), Set.of(), DROP));
    }

    @Test
    void whatIsDeclaredHasToBeThereAtTheEnd() {
        assertEquals(
                "view v is declared, and would not be there at the end", fault(live(V), declared(V), Set.of(), DROP));
        assertEquals(
                "function f(integer) is declared, and would not be there at the end",
                fault(live(), declared(function()), Set.of()));
    }

    @Test
    void whatIsPutOffNeedNotBeThere() {
        assertDoesNotThrow(() -> check(live(), declared(function()), Set.of(F)));
    }

    @Test
    void whatNobodyMeantToTouchComesBackWithWhatItIsPartOf() {
        assertEquals(
                "trigger v.touch would be gone at the end, and nobody asked for that",
                fault(live(V, trigger()), declared(V), Set.of(), DROP, CREATE));
        assertDoesNotThrow(() -> check(live(V, trigger()), declared(V), Set.of(), DROP, CREATE, CREATE_TRIGGER));
        assertDoesNotThrow(() -> check(live(V, trigger()), declared(), Set.of(), DROP));
    }

    @Test
    void nothingIsDroppedTwice() {
        assertEquals(
                "DROP TRIGGER touch drops trigger v.touch, which is not there then",
                fault(
                        live(V, trigger()),
                        declared(),
                        Set.of(),
                        DROP,
                        op(Rank.DROP_VIEW, "DROP TRIGGER touch", TRIGGER)));
    }

    @Test
    void whatAStatementNeedsIsThere() {
        Op needing = CREATE_TRIGGER.doing(Effects.making(TRIGGER).needing(F));
        assertEquals(
                "CREATE TRIGGER touch needs function f(integer), which is not there then",
                fault(live(V), declared(V, trigger(), function()), Set.of(), needing, op(Rank.CREATE, "CREATE", F)));
    }

    private static Op op(Rank rank, String sql, ObjectName object) {
        return Op.free(Stage.LATE, rank, sql, object);
    }

    private static OtherObject function() {
        return new OtherObject(F, "create function f(integer)");
    }

    private static OtherObject trigger() {
        return new OtherObject(TRIGGER, "create trigger touch");
    }

    private static Catalog live(CatalogObject... objects) {
        return new Catalog(180000, List.of(objects), List.of());
    }

    private static Catalog declared(CatalogObject... objects) {
        return live(objects);
    }

    private static String fault(Catalog live, Catalog declared, Set<ObjectName> putOff, Op... ops) {
        TidemarkException e = assertThrows(TidemarkException.class, () -> check(live, declared, putOff, ops));
        assertEquals("TDM-504", e.code());
        String message = e.problems().get(0).message();
        assertTrue(message.startsWith("the plan contradicts itself: "), message);
        return message.substring("the plan contradicts itself: ".length());
    }

    private static void check(Catalog live, Catalog declared, Set<ObjectName> putOff, Op... ops) {
        PlanInput.Policy policy = new PlanInput.Policy(
                Mode.AUTO, Set.of(), true, true, Duration.ofMinutes(1), Duration.ofSeconds(1), "", Set.of());
        PlanInput input = new PlanInput(
                SchemaReader.read(
                        "app",
                        "create function f(int) returns int language sql as 'select 1';\ncreate view v as select 1;",
                        "schema.sql"),
                "18",
                new Diff(List.of(), List.of(), List.of()),
                live,
                declared,
                Facts.none(),
                policy);
        Replay.check(new Context(input), List.of(List.of(ops)), new Replay.Intent(putOff, Set.of()));
    }
}
