package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Renames;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.schema.Hint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the hinted renames are done: those whose old name exists while the new one does not. Both existing is a collision, unless this app renamed the
 * old one away before and does not manage what now has its name.
 */
final class Renaming {
    private final DiffInput input;
    private final Catalog live;
    private final Catalog declared;
    private final Findings findings;
    private final Map<QName, QName> relations = new LinkedHashMap<>();
    private final Map<QName, QName> types = new LinkedHashMap<>();
    private final Map<QName, Map<String, String>> columns = new HashMap<>();
    private final Map<QName, Map<String, String>> labels = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();

    private Renaming(DiffInput input, Catalog live, Catalog declared, Findings findings) {
        this.input = input;
        this.live = live;
        this.declared = declared;
        this.findings = findings;
    }

    static Renaming of(DiffInput input, Catalog live, Catalog declared, Findings findings) {
        Renaming renaming = new Renaming(input, live, declared, findings);
        List<Hint.Renamed> renamed = input.hints().stream()
                .filter(Hint.Renamed.class::isInstance)
                .map(Hint.Renamed.class::cast)
                .toList();
        renamed.stream().filter(h -> h.object().kind() != ObjectKind.COLUMN).forEach(renaming::standing);
        renamed.stream().filter(h -> h.object().kind() == ObjectKind.COLUMN).forEach(renaming::column);
        input.hints().stream()
                .filter(Hint.LabelRenamed.class::isInstance)
                .map(Hint.LabelRenamed.class::cast)
                .forEach(renaming::label);
        renaming.renamedAway(renamed);
        return renaming;
    }

    Renames renames() {
        return new Renames(relations, types, columns, labels);
    }

    /** The changes of names; {@code renamed} is the live catalog after them. */
    List<Change> changes(Catalog renamed) {
        List<Change> all = new ArrayList<>(changes);
        columns.forEach((old, names) -> {
            Table table = renamed.tables().get(relations.getOrDefault(old, old));
            if (table != null) {
                names.forEach((from, to) -> all.add(new Change.RenameColumn(table, from, to)));
            }
        });
        labels.forEach((old, names) -> {
            EnumType type = renamed.enums().get(types.getOrDefault(old, old));
            if (type != null) {
                names.forEach((from, to) -> all.add(new Change.RenameEnumValue(type, from, to)));
            }
        });
        return all;
    }

    private void standing(Hint.Renamed hint) {
        ObjectName to = hint.object();
        ObjectName from = ObjectName.of(to.kind(), to.schema(), hint.from());
        if (!exists(declared, to)
                || !exists(live, from)
                || refused(from, to, exists(live, to), exists(declared, from))) {
            return;
        }
        QName old = QName.of(from);
        QName now = QName.of(to);
        Table table = live.tables().get(old);
        View view = live.views().get(old);
        if (to.kind() == ObjectKind.TYPE) {
            types.put(old, now);
            changes.add(new Change.RenameType(old, now));
        } else if (table != null) {
            relations.put(old, now);
            changes.add(new Change.RenameTable(old, now, table));
        } else if (view != null) {
            relations.put(old, now);
            changes.add(new Change.RenameView(view, now));
        }
    }

    private void column(Hint.Renamed hint) {
        ObjectName to = hint.object();
        QName now = QName.of(to);
        Table wanted = declared.tables().get(now);
        Table table = live.tables().get(oldName(relations, now));
        if (wanted == null
                || table == null
                || wanted.column(to.member()).isEmpty()
                || table.column(hint.from()).isEmpty()) {
            return;
        }
        ObjectName from = new ObjectName(ObjectKind.COLUMN, to.schema(), to.name(), hint.from());
        boolean taken = table.column(to.member()).isPresent();
        if (!refused(from, to, taken, wanted.column(hint.from()).isPresent())) {
            columns.computeIfAbsent(table.name(), key -> new LinkedHashMap<>()).put(hint.from(), to.member());
        }
    }

    private void label(Hint.LabelRenamed hint) {
        QName now = QName.of(hint.object());
        EnumType wanted = declared.enums().get(now);
        EnumType type = live.enums().get(oldName(types, now));
        if (wanted == null
                || type == null
                || !wanted.labels().contains(hint.label())
                || !type.labels().contains(hint.from())) {
            return;
        }
        boolean kept = wanted.labels().contains(hint.from());
        if (!kept && !type.labels().contains(hint.label())) {
            labels.computeIfAbsent(type.name(), key -> new LinkedHashMap<>()).put(hint.from(), hint.label());
        } else if (!kept) {
            findings.add(Problem.of(
                    "TDM-219",
                    hint.object(),
                    "label '" + hint.label() + "' was called '" + hint.from() + "', says its hint, but both are there",
                    "move the rows from '" + hint.from() + "' to '" + hint.label() + "' and remove the hint"));
        }
    }

    /** Whether the rename is not to be done; adds the problem if that needs a human. */
    private boolean refused(ObjectName from, ObjectName to, boolean taken, boolean stillDeclared) {
        String word = from.member().isEmpty() ? from.name() : from.member();
        if (input.foreign().containsKey(from)) {
            findings.add(Problem.of(
                    "TDM-206",
                    to,
                    "its old name \"" + word + "\" belongs to app "
                            + input.foreign().get(from),
                    "remove the rename hint"));
            return true;
        }
        if (!taken && !stillDeclared) {
            return false;
        }
        if (taken && !stillDeclared && wasRenamed(from, to) && !input.managed().contains(from)) {
            return true;
        }
        findings.add(Problem.of(
                "TDM-219",
                to,
                stillDeclared
                        ? "renamed from \"" + word + "\", which is declared too"
                        : "renamed from \"" + word + "\", but both are there",
                "remove the hint, if \"" + word + "\" is something else",
                "or move the data over and drop one of them"));
        return true;
    }

    private boolean wasRenamed(ObjectName from, ObjectName to) {
        String became = input.renamedAway().get(from);
        String name = to.member().isEmpty() ? to.name() : to.member();
        return became != null && (became.equals(name) || became.endsWith("." + name));
    }

    /** Declared again under a name that was renamed away: its data is under the other name. */
    private void renamedAway(List<Hint.Renamed> hints) {
        Set<ObjectName> hinted = new HashSet<>();
        hints.forEach(hint -> hinted.add(hint.object()));
        input.renamedAway().forEach((old, became) -> {
            String now = became.substring(became.lastIndexOf('.') + 1);
            ObjectName other = old.member().isEmpty()
                    ? ObjectName.of(old.kind(), old.schema(), now)
                    : new ObjectName(old.kind(), old.schema(), old.name(), now);
            if (exists(declared, old)
                    && !exists(live, old)
                    && exists(live, other)
                    && !exists(declared, other)
                    && !hinted.contains(old)) {
                findings.add(Problem.of(
                        "TDM-205",
                        old,
                        "was renamed to \"" + now + "\"; declared again it would come without its data",
                        "it is the same     -- @renamed from=" + now + "     renamedFrom = \"" + now + "\"",
                        "it is another one  choose another name"));
            }
        });
    }

    private static boolean exists(Catalog catalog, ObjectName name) {
        QName key = QName.of(name);
        return switch (name.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW ->
                catalog.tables().containsKey(key) || catalog.views().containsKey(key);
            case TYPE -> catalog.has(name);
            case COLUMN -> hasColumn(catalog.tables().get(key), name.member());
            case SEQUENCE -> catalog.has(name);
            case SCHEMA,
                    EXTENSION,
                    CONSTRAINT,
                    INDEX,
                    FUNCTION,
                    TRIGGER,
                    POLICY,
                    RULE,
                    STATISTICS,
                    COMMENT,
                    DATA_STEP,
                    ROWS,
                    OTHER -> false;
        };
    }

    private static boolean hasColumn(@Nullable Table table, String column) {
        return table != null && table.column(column).isPresent();
    }

    private static QName oldName(Map<QName, QName> renames, QName now) {
        return renames.entrySet().stream()
                .filter(e -> e.getValue().equals(now))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(now);
    }
}
