package dev.tidemark.plan.keys;

import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Constraint.Kind;
import dev.tidemark.plan.model.Words;

/** What plans and problems say of a constraint. */
final class ConstraintWords {
    private ConstraintWords() {}

    static String summary(Constraint constraint) {
        return said(constraint.kind()) + " " + constraint.name() + "  " + constraint.definition();
    }

    static String said(Kind kind) {
        return switch (kind) {
            case PRIMARY_KEY -> "primary key";
            case UNIQUE -> "unique";
            case CHECK -> "check";
            case FOREIGN_KEY -> "foreign key";
            case EXCLUSION -> "exclusion";
        };
    }

    static String inTheWay(Constraint constraint, long count) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY, UNIQUE ->
                Words.count(count, "value") + (count == 1 ? " occurs" : " occur") + " more than once";
            case FOREIGN_KEY -> Words.count(count, "row") + (count == 1 ? " refers" : " refer") + " to nothing";
            case CHECK, EXCLUSION -> Words.count(count, "row") + (count == 1 ? " does" : " do") + " not satisfy it";
        };
    }
}
