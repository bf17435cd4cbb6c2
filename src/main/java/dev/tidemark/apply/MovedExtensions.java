package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is there, read as if the extensions that are to move to another schema had moved: everything that uses their types and functions then speaks of them as
 * the declaration does, and nothing but the move differs. The transaction in which they move is rolled back.
 */
final class MovedExtensions {
    private final Connection work;
    private final ExtensionSurvey survey;
    private List<Change.ChangeOther> moves = List.of();

    MovedExtensions(Connection work, ExtensionSurvey survey) {
        this.work = work;
        this.survey = survey;
    }

    /** Null where none is to move, or the role may not move it. */
    @Nullable
    Catalog read(Set<String> schemas) throws SQLException {
        moves = survey.moves(work);
        if (moves.isEmpty()) {
            return null;
        }
        work.setAutoCommit(false);
        try (Statement statement = work.createStatement()) {
            Map<String, Boolean> made = new TreeMap<>();
            for (Change.ChangeOther move : moves) {
                String schema = move.to().attribute("schema");
                made.putIfAbsent(schema, isMissing(statement, schema));
                statement.execute("create schema if not exists " + Sql.id(schema));
                statement.execute(
                        "alter extension " + Sql.id(move.to().name().name()) + " set schema " + Sql.id(schema));
            }
            // A schema that is there only because an extension had to go somewhere is not.
            return CatalogReader.read(work, schemas)
                    .without(o -> o instanceof SchemaInfo schema && made.getOrDefault(schema.name(), false));
        } catch (SQLException e) {
            if (work.isClosed()) {
                throw e;
            }
            moves = List.of();
            return null;
        } finally {
            if (!work.isClosed()) {
                work.rollback();
                work.setAutoCommit(true);
            }
        }
    }

    /** What a routine is called then, whose arguments have types that moved. */
    ObjectName renamed(ObjectName object) {
        String name = object.name();
        for (Change.ChangeOther move : moves) {
            name = name.replace(
                    Sql.id(move.from().attribute("schema")) + ".",
                    Sql.id(move.to().attribute("schema")) + ".");
        }
        return object.kind() == ObjectKind.FUNCTION
                ? new ObjectName(object.kind(), object.schema(), name, object.member())
                : object;
    }

    private static boolean isMissing(Statement statement, String schema) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select pg_catalog.to_regnamespace(" + Sql.literal(Sql.id(schema)) + ") is null")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
