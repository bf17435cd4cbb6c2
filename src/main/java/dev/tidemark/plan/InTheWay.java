package dev.tidemark.plan;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.views.ViewWork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL would refuse to leave behind: views that nobody declares and that read what goes. */
final class InTheWay {
    private final Context ctx;
    private final ViewWork views;

    InTheWay(Context ctx, ViewWork views) {
        this.ctx = ctx;
        this.views = views;
    }

    /** The same changes; those that something stands in the way of, blocked. */
    List<Fated> check(List<Fated> changes) {
        return changes.stream()
                .map(f -> {
                    List<Problem> problems = f.applied() ? problems(f.draft()) : List.of();
                    return problems.isEmpty() ? f : PolicyPass.blocked(f.draft(), problems);
                })
                .toList();
    }

    private List<Problem> problems(Draft draft) {
        List<Problem> problems = new ArrayList<>();
        switch (draft.change()) {
            case Change.DropColumn c ->
                readers(problems, draft, c.table().name(), c.column().name());
            case Change.DropTable c -> readers(problems, draft, c.table().name(), null);
            case Change.DropView c -> readers(problems, draft, c.view().name(), null);
            case Change.ReplaceView c -> lostColumns(problems, draft, c);
            default -> {}
        }
        return problems;
    }

    private void lostColumns(List<Problem> problems, Draft draft, Change.ReplaceView change) {
        List<String> there = change.to().columns().stream().map(c -> c.name()).toList();
        change.from().columns().stream()
                .map(c -> c.name())
                .filter(c -> !there.contains(c))
                .forEach(c -> readers(problems, draft, change.from().name(), c));
    }

    /** Views that read it and are not about to stop. */
    private void readers(List<Problem> problems, Draft draft, QName relation, @Nullable String column) {
        for (View view : ctx.live().views().values()) {
            boolean reads = column == null
                    ? view.dependsOn().contains(relation)
                    : ctx.dependencies().reads(view, relation, column);
            boolean staysSo = !views.dropsForGood(view.name())
                    && !views.replaces(view.name())
                    && (!views.gone().contains(view.name()) || views.comesBackAsItWas(view.name()));
            if (reads && staysSo) {
                ObjectName object = Context.view(view, view.name());
                problems.add(ctx.problem(
                        "TDM-216",
                        draft.object(),
                        draft.summary() + ": " + object + ", which nobody declares, reads it",
                        "drop that view (DROP " + object.kind().label().toUpperCase(java.util.Locale.ROOT) + " "
                                + Sql.name(view.name()) + "), or declare it"));
            }
        }
    }
}
