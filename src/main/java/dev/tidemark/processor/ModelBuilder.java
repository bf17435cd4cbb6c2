package dev.tidemark.processor;

import dev.tidemark.annotation.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Joins the declarations of one app to a model: what only shows when all are known is checked here. */
final class ModelBuilder {
    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}_$]+");
    private static final Comparator<Relation> BY_NAME =
            Comparator.comparing(Relation::schema).thenComparing(Relation::name);

    private final Faults faults;
    private final String app;
    private final Namer namer;

    ModelBuilder(Faults faults, String app) {
        this.faults = faults;
        this.app = app;
        this.namer = new Namer(faults);
    }

    /** The model; only to be written where nothing was reported. */
    Model build(
            Collection<TableDeclaration> tables, Collection<ViewDeclaration> views, Collection<EnumDeclaration> enums) {
        List<Relation> relations = new ArrayList<>(tables);
        relations.addAll(views);
        relations.sort(BY_NAME);
        List<EnumDeclaration> types = enums.stream()
                .filter(e -> !e.asText())
                .sorted(Comparator.comparing(EnumDeclaration::schema).thenComparing(EnumDeclaration::name))
                .toList();
        checkNames(relations, types);
        checkRenames(relations, types);
        namer.reserve(relations);
        List<Model.TableModel> models = tables(relations);
        return new Model(
                app,
                types,
                models,
                views(relations),
                RowsDeclaration.of(models, faults),
                StepDeclaration.of(models, faults));
    }

    private void checkNames(List<Relation> relations, List<EnumDeclaration> types) {
        Map<String, String> taken = new HashMap<>();
        for (Relation relation : relations) {
            String own = relation.type().getQualifiedName().toString();
            take(taken, relation.quoted(), own, relation.mark().place("name"));
        }
        for (EnumDeclaration type : types) {
            take(
                    taken,
                    Identifiers.quote(type.schema(), type.name()),
                    type.place().display(),
                    type.place());
        }
    }

    private void take(Map<String, String> taken, String name, String who, Place place) {
        String other = taken.putIfAbsent(name, who);
        if (other != null) {
            faults.report(Fault.DUPLICATE_RELATION, place, name, other);
        }
    }

    private void checkRenames(List<Relation> relations, List<EnumDeclaration> types) {
        Renames renames = new Renames(faults);
        Map<String, List<Renames.Named>> bySchema = new TreeMap<>();
        for (Relation relation : relations) {
            Place hint = relation.mark().place("renamedFrom");
            bySchema.computeIfAbsent(relation.schema(), s -> new ArrayList<>())
                    .add(new Renames.Named(relation.name(), relation.renamedFrom(), hint));
        }
        bySchema.values().forEach(renames::check);
        types.stream()
                .collect(Collectors.groupingBy(EnumDeclaration::schema, TreeMap::new, Collectors.toList()))
                .values()
                .forEach(all -> renames.check(all.stream()
                        .map(t -> new Renames.Named(t.name(), t.renamedFrom(), t.place()))
                        .toList()));
        for (Relation relation : relations) {
            if (relation instanceof TableDeclaration table) {
                renames.check(table.members().stream().map(ModelBuilder::named).toList());
            }
        }
    }

    private static Renames.Named named(Member member) {
        Place hint = Mark.on(member.field(), Column.class)
                .map(m -> m.place("renamedFrom"))
                .orElseGet(() -> Place.of(member.field()));
        return new Renames.Named(member.columnName(), member.column().renamedFrom(), hint);
    }

    private List<Model.TableModel> tables(List<Relation> relations) {
        Map<String, TableDeclaration> byType = new HashMap<>();
        for (Relation relation : relations) {
            if (relation instanceof TableDeclaration table) {
                byType.put(table.type().getQualifiedName().toString(), table);
            }
        }
        ForeignKeys foreignKeys = new ForeignKeys(faults, app, byType);
        List<Model.TableModel> tables = new ArrayList<>();
        for (Relation relation : relations) {
            if (relation instanceof TableDeclaration table) {
                tables.add(table(table, foreignKeys));
            }
        }
        return Order.byNeed(
                tables,
                table -> table.table().quoted(),
                table -> table.foreignKeys().stream()
                        .map(key -> key.target().quoted())
                        .collect(Collectors.toSet()));
    }

    private Model.TableModel table(TableDeclaration table, ForeignKeys foreignKeys) {
        Optional<Model.Key> primaryKey = table.primaryKey().isEmpty()
                ? Optional.empty()
                : Optional.of(new Model.Key(namer.primaryKey(table), names(table.primaryKey())));
        List<Model.Key> unique = table.parts(Part.UniqueKey.class)
                .map(key -> new Model.Key(namer.uniqueKey(table, key), names(key.columns())))
                .toList();
        List<Model.ForeignKey> keys = table.parts(Part.ForeignKeyTo.class)
                .flatMap(key -> foreignKeys.resolve(table, key, namer).stream())
                .toList();
        List<Model.Index> indexes = table.parts(Part.IndexKeys.class)
                .map(index -> new Model.Index(namer.index(table, index), index))
                .toList();
        return new Model.TableModel(table, primaryKey, unique, keys, checks(table), indexes);
    }

    private List<Model.Check> checks(TableDeclaration table) {
        List<Model.Check> checks = new ArrayList<>();
        for (ColumnDeclaration column : table.columns()) {
            Optional<EnumDeclaration> labels =
                    column.type().labels().filter(EnumDeclaration::asText).filter(e -> !table.external());
            labels.ifPresent(e -> checks.add(
                    new Model.Check(namer.check(table, Optional.empty(), column.name()), isLabel(column, e))));
        }
        table.parts(Part.Condition.class)
                .map(c -> new Model.Check(namer.check(table, c.givenName(), c.column()), c.sql()))
                .forEach(checks::add);
        return checks;
    }

    private static String isLabel(ColumnDeclaration column, EnumDeclaration labels) {
        String name = Identifiers.quote(column.name());
        return column.type().family() == SqlType.Family.ARRAY
                ? name + " <@ ARRAY[" + labels.literals() + "]::text[]"
                : name + " IN (" + labels.literals() + ")";
    }

    private List<Model.ViewModel> views(List<Relation> relations) {
        List<Model.ViewModel> views = new ArrayList<>();
        for (Relation relation : relations) {
            if (relation instanceof ViewDeclaration view) {
                views.add(new Model.ViewModel(
                        view,
                        view.indexes().stream()
                                .map(index -> new Model.Index(namer.index(view, index), index))
                                .toList()));
            }
        }
        return Order.byNeed(views, view -> view.view().quoted(), view -> mentioned(view, views));
    }

    /** The views whose names occur in the query; one too many only changes the order. */
    private static Set<String> mentioned(Model.ViewModel view, List<Model.ViewModel> views) {
        Set<String> words =
                WORD.splitAsStream(view.view().sql().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return views.stream()
                .map(Model.ViewModel::view)
                .filter(other -> words.contains(other.name().toLowerCase(Locale.ROOT)))
                .map(Relation::quoted)
                .collect(Collectors.toSet());
    }

    private static List<String> names(List<ColumnDeclaration> columns) {
        return columns.stream().map(ColumnDeclaration::name).toList();
    }
}
