package dev.tidemark.plan.views;

import dev.tidemark.Hazard;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Untracked;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.TypeChange;
import dev.tidemark.plan.rows.ViewQuestions;
import dev.tidemark.plan.sql.DeclaredText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What changes of views mean; their statements depend on all other changes and come from {@link ViewRebuilds}. */
public final class ViewDrafts {
    /** Why a materialized view that is made again makes others wait. */
    public static final String FILLED =
            "its query runs again; meanwhile nobody reads it, nor changes what its transaction changes";

    private static final String VALUES = "\"*VALUES*\"";

    private final Context ctx;

    public ViewDrafts(Context ctx) {
        this.ctx = ctx;
    }

    public Draft add(Change.AddView change) {
        View view = change.view();
        Draft.Builder draft = Draft.of(change, Context.view(view, view.name()), Action.CREATE, said(view));
        rowsRefused(draft, view);
        return draft.required().build();
    }

    private void rowsRefused(Draft.Builder draft, View view) {
        boolean filled = ctx.input().schema().statements().stream()
                .filter(d -> Context.view(view, view.name()).equals(d.creates()))
                .noneMatch(DeclaredText::isWithoutData);
        if (view.materialized() && filled) {
            computable(draft, view);
            view.indexes().forEach(i -> unique(draft, view, i));
        }
    }

    /** Whether it can be filled. */
    private void computable(Draft.Builder draft, View view) {
        ViewQuestions.rows(view)
                .flatMap(ctx::failure)
                .filter(Facts::isOfValues)
                .ifPresent(failure -> draft.ifApplied(ctx.problem(
                        "TDM-212",
                        Context.view(view, view.name()),
                        "it cannot be computed for every row (" + failure + ")",
                        "mend the rows or the query, then sync again",
                        "or declare it WITH NO DATA")));
    }

    /** Whether its rows have the keys that a unique index of it wants. */
    private void unique(Draft.Builder draft, View view, Index index) {
        ViewQuestions.duplicates(view, index).map(ctx::answer).orElse(OptionalLong.empty()).stream()
                .filter(n -> n > 0)
                .forEach(n -> draft.ifApplied(ctx.problem(
                        "TDM-211",
                        Context.view(view, view.name()),
                        "unique index " + index.name() + ", but " + Words.count(n, "value")
                                + (n == 1 ? " occurs" : " occur") + " more than once",
                        "mend the rows or the query, then sync again; or do not declare it unique")));
    }

    public Draft drop(Change.DropView change) {
        View view = change.view();
        return Draft.of(change, Context.view(view, view.name()), Action.DROP, said(view))
                .hazard(Hazard.BREAKS_RUNNING_CODE, "versions that still run may read it", "drop it one version later")
                .build();
    }

    public Draft replace(Change.ReplaceView change) {
        View from = change.from();
        View to = change.to();
        Draft.Builder draft = Draft.of(change, Context.view(to, to.name()), Action.ALTER, difference(from, to))
                .reshaping();
        List<String> lost = lost(from, to);
        if (!lost.isEmpty()) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may read " + quoted(lost),
                    "make a second view beside it, move the code, drop the old one");
        }
        if (to.materialized()) {
            draft.hazard(Hazard.ACCESS_EXCLUSIVE_LOCK, FILLED, "");
            rowsRefused(draft, to);
        }
        return needed(from, to) ? draft.required().build() : draft.build();
    }

    public Draft rename(Change.RenameView change) {
        View view = change.from();
        ObjectName object = Context.view(view, change.to());
        QName at = view.name();
        String alter = view.materialized() ? "ALTER MATERIALIZED VIEW " : "ALTER VIEW ";
        Draft.Builder draft = Draft.of(
                        change,
                        object,
                        Action.ALTER,
                        "view " + at.name() + " → " + change.to().name())
                .required()
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run ask for \"" + at.name() + "\"",
                        "make a second view beside it, move the code, drop the old one");
        Untracked.note(ctx, draft);
        if (!at.schema().equals(change.to().schema())) {
            draft.op(Op.free(
                            Stage.LATE,
                            Rank.RENAME,
                            alter + Sql.name(at) + " SET SCHEMA "
                                    + Sql.id(change.to().schema()),
                            object)
                    .freeing(view.name()));
            at = new QName(change.to().schema(), at.name());
        }
        if (!at.name().equals(change.to().name())) {
            draft.op(Op.free(
                            Stage.LATE,
                            Rank.RENAME,
                            alter + Sql.name(at) + " RENAME TO "
                                    + Sql.id(change.to().name()),
                            object)
                    .freeing(view.name()));
        }
        return draft.build();
    }

    /**
     * Whether {@code CREATE OR REPLACE VIEW} can make one of the other: columns may only be appended. What PostgreSQL prints of VALUES means another query when
     * it is read again.
     */
    public static boolean replaceable(View from, View to) {
        if (from.materialized()
                || to.materialized()
                || to.definition().contains(VALUES)
                || from.columns().size() > to.columns().size()) {
            return false;
        }
        for (int i = 0; i < from.columns().size(); i++) {
            if (!same(from.columns().get(i), to.columns().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Column a, Column b) {
        return a.name().equals(b.name()) && a.type().equals(b.type()) && Objects.equals(a.collation(), b.collation());
    }

    /** Columns that go, or change to a type that code which runs may not understand. */
    static List<String> lost(View from, View to) {
        return from.columns().stream()
                .filter(c -> named(to, c.name())
                        .map(d -> !c.type().equals(d.type())
                                && !TypeChange.of(c, d).widening())
                        .orElse(true))
                .map(Column::name)
                .toList();
    }

    /** Whether new code may rely on it: not where columns only go, nor where one narrows to what the new code writes anyway. */
    private static boolean needed(View from, View to) {
        return to.columns().stream()
                .anyMatch(c -> named(from, c.name())
                        .map(d -> !d.type().equals(c.type()) && TypeChange.required(d, c))
                        .orElse(true));
    }

    private static Optional<Column> named(View view, String name) {
        return view.columns().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    private static String said(View view) {
        return (view.materialized() ? "materialized view" : "view") + " with "
                + Words.count(view.columns().size(), "column");
    }

    private static String difference(View from, View to) {
        List<String> parts = new ArrayList<>();
        parts.add("query");
        String come = "+ " + String.join(", ", without(to, from));
        String gone = "- " + String.join(", ", without(from, to));
        String columns = ((come.length() > 2 ? come : "") + " " + (gone.length() > 2 ? gone : "")).strip();
        if (!columns.isEmpty()) {
            parts.add("columns " + columns);
        }
        for (Column column : to.columns()) {
            named(from, column.name())
                    .filter(was -> !was.type().equals(column.type()))
                    .ifPresent(was -> parts.add(column.name() + "  " + was.type() + " → " + column.type()));
        }
        return String.join(", ", parts);
    }

    private static List<String> without(View view, View other) {
        return view.columns().stream()
                .map(Column::name)
                .filter(c -> named(other, c).isEmpty())
                .toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(", "));
    }
}
