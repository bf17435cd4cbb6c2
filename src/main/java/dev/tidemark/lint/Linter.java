package dev.tidemark.lint;

import dev.tidemark.LintReport;
import dev.tidemark.LintReport.Finding;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SourceMap;
import dev.tidemark.shadow.Shadow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The door of this package: finds what is doubtful about a declared schema. */
public final class Linter {
    private final CompiledSchema schema;
    private final SourceMap sources;
    private final Set<Doubt> doubts = new LinkedHashSet<>();
    private final ColumnTypes types = new ColumnTypes();

    private Linter(CompiledSchema schema, SourceMap sources) {
        this.schema = schema;
        this.sources = sources;
    }

    /**
     * Makes the declaration for real in twin schemas, asks all rules, and rolls everything back.
     *
     * @param work a connection without an open transaction
     * @param sources the Java elements behind the declaration: where they are known, findings are placed there, and {@code @SuppressWarnings} counts
     * @param timeout for each statement; at least 1 ms
     * @throws TidemarkException where the declaration is at fault, as for a sync
     */
    public static LintReport lint(Connection work, CompiledSchema schema, SourceMap sources, Duration timeout)
            throws SQLException {
        // Rights are not looked at, and the roles that they name need not be there.
        CompiledSchema judged = schema.withoutPrivileges();
        Linter linter = new Linter(judged, sources);
        Shadow.query(work, judged, timeout, linter::read);
        linter.doubts.addAll(linter.types.doubts());
        return linter.report();
    }

    private void read(Connection connection, Set<String> twins, UnaryOperator<String> names, Predicate<QName> whole)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(CatalogReader.SESSION_SETTINGS + ";\n" + Queries.of(twins));
            int at = 0;
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        take(at++, result, names, whole);
                    }
                }
                rows = statement.getMoreResults();
            }
        }
    }

    private void take(int query, ResultSet result, UnaryOperator<String> names, Predicate<QName> whole)
            throws SQLException {
        while (result.next()) {
            if (query == Queries.RULES.size()) {
                String schemaName = names.apply(result.getString("schema"));
                String table = result.getString("name");
                if (whole.test(new QName(schemaName, table))) {
                    types.add(schemaName, table, result.getString("column"), names.apply(result.getString("type")));
                }
                continue;
            }
            ObjectName object = new ObjectName(
                    ObjectKind.valueOf(result.getString("kind")),
                    names.apply(result.getString("schema")),
                    names.apply(result.getString("name")),
                    result.getString("member"));
            if (whole.test(declaration(object))) {
                doubts.add(new Doubt(
                        Queries.RULES.get(query),
                        object,
                        result.getString("at"),
                        names.apply(result.getString("message")),
                        names.apply(result.getString("way"))));
            }
        }
    }

    /** The object by whose declaration it is declared: functions without their arguments. */
    private static QName declaration(ObjectName object) {
        int arguments = object.kind() == ObjectKind.FUNCTION ? object.name().indexOf('(') : -1;
        return new QName(
                object.schema(), arguments < 0 ? object.name() : object.name().substring(0, arguments));
    }

    private LintReport report() {
        Places places = new Places(schema);
        Ignores ignores = new Ignores(schema);
        List<Placed> found = new ArrayList<>();
        int ignored = 0;
        for (Doubt doubt : doubts) {
            Places.Place place = places.of(doubt.object(), doubt.column());
            if (place != null && place.external()) {
                continue;
            }
            if (ignores.covers(doubt.rule().code(), place)
                    || sources.ignores(doubt.rule().code(), names(doubt))) {
                ignored++;
            } else {
                found.add(new Placed(doubt, place));
            }
        }
        found.sort(
                Comparator.comparing(Placed::place, Comparator.nullsLast(Comparator.comparingInt(Places.Place::line)))
                        .thenComparing(placed -> placed.doubt().rule()));
        return new LintReport(
                schema.app(), schema.hash(), found.stream().map(this::finding).toList(), ignored);
    }

    private record Placed(Doubt doubt, Places.@Nullable Place place) {}

    private Finding finding(Placed placed) {
        Doubt doubt = placed.doubt();
        Places.Place place = placed.place();
        Problem problem = Problem.of(
                doubt.rule().code(),
                doubt.object(),
                doubt.message(),
                place == null ? null : schema.origin() + ":" + place.line() + ":" + place.column(),
                null,
                List.of(doubt.way()));
        return new Finding(doubt.rule().severity(), sources.at(problem));
    }

    /** All objects at whose Java element a suppression counts. */
    private static List<ObjectName> names(Doubt doubt) {
        List<ObjectName> names = new ArrayList<>(List.of(doubt.object()));
        ObjectName object = doubt.object();
        if (doubt.column() != null) {
            names.add(object.member(ObjectKind.COLUMN, doubt.column()));
        }
        for (ObjectKind kind : List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW)) {
            names.add(ObjectName.of(kind, object.schema(), object.name()));
        }
        return names;
    }
}
