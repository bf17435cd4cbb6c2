package dev.tidemark.diff;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.Renames;
import dev.tidemark.catalog.SchemaInfo;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what is there with what should be. Pure: equal inputs give equal diffs.
 *
 * <p>Renames that hints ask for are decided first and applied to the live side, texts included, so that everything after them is compared, and spoken of,
 * under the new names: {@code table}, {@code from} and the live table of an index carry them. Only {@link Change.RenameTable#live()} and
 * {@link Change.RenameView#from()} show the old ones. Changes of one enum's labels come in the order in which they have to run; all others in none.
 *
 * <p>What comes or goes with something else is not said by itself: members and comments of a new table or view, the sequence that a new table's column
 * owns, the indexes and keys over nothing but dropped columns, what a partition inherits, the indexes of a materialized view that is replaced.
 */
public final class Differ {
    private Differ() {}

    /** What has to change, what stands in the way, and what is nobody's. */
    public static Diff diff(DiffInput input) {
        Findings early =
                new Findings(input.live(), input.managed(), input.foreign().keySet());
        Externals externals = Externals.of(input);
        externals.check(early);
        Set<ObjectName> left = externals.left();
        left.addAll(Foreigners.check(input, externals, early));
        Catalog declared = Subset.without(input.declared(), left);
        left.addAll(others(input.live(), externals, declared));
        Catalog live = Subset.without(input.live(), left);

        Renaming renaming = Renaming.of(input, live, declared, early);
        Renames renames = renaming.renames();
        Catalog renamed = OwnedSequences.aligned(renames.apply(live), declared, early);
        Set<ObjectName> managed = input.managed().stream().map(renames::object).collect(Collectors.toSet());
        Findings findings = new Findings(renamed, managed, input.foreign().keySet());
        early.changes().forEach(findings::add);
        early.diff().problems().forEach(findings::add);
        renaming.changes(renamed).forEach(findings::add);
        compare(renamed, declared, externals, findings);
        return findings.diff();
    }

    /** What lives beside externals in schemas where nothing else is declared: somebody else's, whatever {@code managed} says. */
    private static Set<ObjectName> others(Catalog live, Externals externals, Catalog declared) {
        return Foreigners.standing(live).stream()
                .filter(name -> externals.schemas().contains(name.schema()) && !Subset.holds(declared, name.schema()))
                .collect(Collectors.toSet());
    }

    private static void compare(Catalog live, Catalog declared, Externals externals, Findings findings) {
        declared.schemas().values().forEach(schema -> schema(live, schema, externals, declared, findings));
        Recreations recreations = new Recreations(live, declared, findings);
        recreations.all().forEach(findings::add);
        new RelationDiff(recreations.live(), recreations.declared(), findings).compare();
        new EnumDiff(live, declared, findings).compare();
        new SequenceDiff(recreations.live(), recreations.declared(), findings).compare();
        new OtherDiff(live, declared, findings).compare();
    }

    private static void schema(
            Catalog live, SchemaInfo schema, Externals externals, Catalog declared, Findings findings) {
        SchemaInfo there = live.schemas().get(schema.name());
        if (there == null) {
            if (!externals.schemas().contains(schema.name()) || Subset.holds(declared, schema.name())) {
                findings.add(new Change.AddSchema(schema.name()));
                findings.comment(ObjectNames.schema(schema.name()), null, schema.comment());
            }
        } else if ((schema.comment() != null || !schema.name().equals("public"))
                && !Objects.equals(schema.comment(), there.comment())) {
            // That no comment is declared says nothing of "public": initdb gives it one.
            findings.comment(ObjectNames.schema(schema.name()), there.comment(), schema.comment());
        }
    }

    /** The elements of {@code all} that {@code other} has no equal name for. */
    static <T> List<T> without(List<T> all, List<T> other, Function<T, String> name) {
        Set<String> names = other.stream().map(name).collect(Collectors.toSet());
        return all.stream().filter(one -> !names.contains(name.apply(one))).toList();
    }
}
