package dev.tidemark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.Plan.Fate;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SchemaReader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fates flow along dependencies: from catalogs written here, without a database. */
final class FatesTest {
    private static final ObjectName F = ObjectName.of(ObjectKind.FUNCTION, "public", "f(integer)");
    private static final ObjectName G = ObjectName.of(ObjectKind.FUNCTION, "public", "g(integer)");
    private static final ObjectName T = ObjectName.of(ObjectKind.TABLE, "public", "t");
    private static final ObjectName TRIGGER = T.member(ObjectKind.TRIGGER, "touch");
    private static final ObjectName POLICY = T.member(ObjectKind.POLICY, "p");

    @Test
    void whatSomethingThatStaysDependsOnStays() {
        List<Fated> settled = settled(
                List.of(on(TRIGGER, F)), List.of(), withheld(drop(TRIGGER)), applied(drop(F)), applied(drop(G)));
        assertEquals(List.of(Fate.WITHHELD, Fate.WITHHELD, Fate.APPLY), fates(settled));
        assertEquals(
                List.of("f(integer): drop is withheld: trigger t.touch stays"),
                settled.get(1).notes());
    }

    @Test
    void theFunctionOfATriggerOfATableThatStaysStays() {
        List<Fated> settled = settled(List.of(on(TRIGGER, F)), List.of(), deferred(drop(T)), applied(drop(F)));
        assertEquals(List.of(Fate.DEFERRED, Fate.DEFERRED), fates(settled));
    }

    @Test
    void whatNeedsSomethingThatIsNotThereYetWaitsForIt() {
        List<Fated> settled = settled(
                List.of(),
                List.of(on(POLICY, G), on(G, F)),
                applied(create(POLICY)),
                applied(create(G)),
                deferred(create(F)));
        assertEquals(List.of(Fate.DEFERRED, Fate.DEFERRED, Fate.DEFERRED), fates(settled));
    }

    @Test
    void whatAnotherShapeIsNeededForWaitsForItAndWhatIsMadeAgainAroundItToo() {
        Fated shape = withheld(draft(F, Action.ALTER).reshaping().build());
        List<Fated> settled = settled(
                List.of(on(POLICY, G), on(POLICY, F)),
                List.of(on(POLICY, G), on(POLICY, F)),
                shape,
                applied(draft(G, Action.ALTER).reshaping().build()));
        assertEquals(List.of(Fate.WITHHELD, Fate.WITHHELD), fates(settled));
    }

    @Test
    void aPrerequisiteThatARuleNamesCounts() {
        Draft first = drop(F);
        Draft second =
                draft(G, Action.ALTER).onlyWith(Stream.of(first.change())).build();
        List<Fated> settled = settled(List.of(), List.of(), deferred(first), applied(second));
        assertEquals(List.of(Fate.DEFERRED, Fate.DEFERRED), fates(settled));
    }

    @Test
    void whatHasNothingToDoWithItIsApplied() {
        List<Fated> settled = settled(
                List.of(on(TRIGGER, F)),
                List.of(on(POLICY, G)),
                withheld(drop(POLICY)),
                applied(drop(F)),
                applied(create(G)));
        assertEquals(List.of(Fate.WITHHELD, Fate.APPLY, Fate.APPLY), fates(settled));
        assertTrue(settled.stream().skip(1).allMatch(f -> f.notes().isEmpty()));
    }

    private static List<Fate> fates(List<Fated> settled) {
        return settled.stream().map(Fated::fate).toList();
    }

    private static List<Fated> settled(List<Dependency> live, List<Dependency> declared, Fated... judged) {
        CompiledSchema schema = SchemaReader.read("app", "", "schema.sql");
        PlanInput.Policy policy = new PlanInput.Policy(
                Mode.SAFE, Set.of(), true, true, Duration.ofMinutes(1), Duration.ofSeconds(1), "", Set.of());
        Diff diff =
                new Diff(List.of(judged).stream().map(f -> f.draft().change()).toList(), List.of(), List.of());
        PlanInput input = new PlanInput(schema, "18", diff, catalog(live), catalog(declared), Facts.none(), policy);
        return Fates.settle(new Context(input), List.of(judged));
    }

    private static Catalog catalog(List<Dependency> dependencies) {
        return new Catalog(180000, List.of(), dependencies);
    }

    private static Dependency on(ObjectName dependent, ObjectName used) {
        return new Dependency(dependent, used, null);
    }

    private static Draft drop(ObjectName object) {
        return draft(object, Action.DROP).build();
    }

    private static Draft create(ObjectName object) {
        return draft(object, Action.CREATE).build();
    }

    private static Draft.Builder draft(ObjectName object, Action action) {
        OtherObject other = new OtherObject(object, "select 1");
        Change change = switch (action) {
            case CREATE -> new Change.AddOther(other);
            case DROP -> new Change.DropOther(other);
            default -> new Change.ChangeOther(other, other);
        };
        return Draft.of(change, object, action, action.name().toLowerCase(Locale.ROOT));
    }

    private static Fated applied(Draft draft) {
        return new Fated(draft, Fate.APPLY, draft.ops(), List.of(), List.of());
    }

    private static Fated withheld(Draft draft) {
        return new Fated(draft, Fate.WITHHELD, List.of(), List.of(), List.of());
    }

    private static Fated deferred(Draft draft) {
        return new Fated(draft, Fate.DEFERRED, List.of(), List.of(), List.of());
    }
}
