package dev.tidemark.plan.keys;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import java.util.Objects;
import java.util.Optional;

/** What is said of the indexes of keys. */
record KeyComments(Context ctx) {
    /**
     * The statement that says of a new key's index what is declared.
     *
     * @param taken the index that the key takes over, which keeps its comment
     */
    void ofIndex(Draft.Builder draft, QName table, Constraint key, Optional<Index> taken, Stage stage) {
        Optional<Index> index = new IndexAttachments(ctx).index(table, key);
        String there = taken.map(Index::comment).orElse(null);
        String wanted = index.map(Index::comment).orElse(null);
        if (index.isPresent() && !Objects.equals(there, wanted)) {
            ObjectName object =
                    Context.table(table).member(ObjectKind.INDEX, index.get().name());
            draft.op(Op.alter(Rank.COMMENT, Comments.sql(object, wanted), object, table)
                    .doing(Effects.NONE.needing(Context.table(table).member(ObjectKind.CONSTRAINT, key.name())))
                    .in(stage));
        }
    }
}
