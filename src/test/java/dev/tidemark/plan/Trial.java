package dev.tidemark.plan;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Batch;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.diff.Diff;
import dev.tidemark.diff.DiffInput;
import dev.tidemark.diff.Differ;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.model.PlanInput.Policy;
import dev.tidemark.plan.model.Questions;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SchemaReader;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A live database, a declaration, and what the planner makes of the two; the declaration's catalog is read from a second database, rolled back. */
final class Trial implements AutoCloseable {
    static final Policy EVERYTHING = new Policy(
            Mode.AUTO,
            EnumSet.allOf(Hazard.class),
            true,
            true,
            Duration.ofHours(1),
            Duration.ofSeconds(3),
            "",
            Set.of());

    static final Policy COLD_START =
            new Policy(Mode.SAFE, Set.of(), false, true, Duration.ofSeconds(9), Duration.ofSeconds(3), "", Set.of());

    /** Empties a database; quicker than making one. */
    private static final String RESET = """
        do $$declare s text; begin
          for s in select quote_ident(nspname) from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
            execute 'drop schema ' || s || ' cascade';
          end loop;
          create schema public;
          comment on schema public is 'standard public schema';
        end$$\
        """;

    private static final String ANALYZE = """
        do $$declare t text; begin
          for t in select oid::regclass from pg_class where relkind = 'r' and oid >= 16384 and relnamespace::regnamespace::text !~ '^(pg_|information)' loop
            execute 'analyze ' || t;
          end loop;
        end$$\
        """;

    private static final Map<Integer, TestDatabase> BLANK = new ConcurrentHashMap<>();
    private static final Map<Integer, TestDatabase> USED = new ConcurrentHashMap<>();

    private final int major;
    private final TestDatabase database;
    private final Connection connection;
    private final Set<String> schemas = new TreeSet<>(Set.of("public"));
    private CompiledSchema schema;
    private Catalog declared;

    /** @param live statements that make the live side, rows included */
    Trial(String live, String declaration) {
        this(TestPostgres.NEWEST, live, declaration);
    }

    /** The same on a server of this major version. */
    Trial(int major, String live, String declaration) {
        this.major = major;
        this.database = USED.computeIfAbsent(major, Trial::lasting);
        try {
            this.connection = database.connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute(RESET);
                statement.execute(live + ";" + ANALYZE);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(live, e);
        }
        this.schema = SchemaReader.read("trial", declaration, "schema.sql");
        schemas.addAll(schema.schemas());
        this.declared = declared(major, schema, schemas);
    }

    /** The same database, rows and all, under the next declaration; schemas of an earlier one are looked at too. */
    void declare(String declaration) {
        schema = SchemaReader.read("trial", declaration, "schema.sql");
        schemas.addAll(schema.schemas());
        declared = declared(major, schema, schemas);
    }

    /** Runs statements against the live side, as a user would. */
    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql + ";" + ANALYZE);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A database that is there until the JVM ends. */
    private static TestDatabase lasting(int major) {
        TestDatabase fresh = TestPostgres.fresh(major);
        Runtime.getRuntime().addShutdownHook(new Thread(fresh::close));
        return fresh;
    }

    private static Catalog declared(int major, CompiledSchema schema, Set<String> schemas) {
        try (Connection connection =
                        BLANK.computeIfAbsent(major, Trial::lasting).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var d : schema.ordered()) {
                if (!d.sql().startsWith("GRANT")) {
                    statement.execute(
                            "set local search_path = " + (d.searchPath().isEmpty() ? "''" : Sql.ids(d.searchPath())));
                    statement.execute(d.sql());
                }
            }
            Catalog catalog = CatalogReader.read(connection, schemas);
            connection.rollback();
            return catalog;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    TestDatabase database() {
        return database;
    }

    Catalog live() {
        try {
            connection.setAutoCommit(false);
            Catalog catalog = CatalogReader.read(connection, schemas);
            connection.rollback();
            connection.setAutoCommit(true);
            return catalog;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Diff diff(Catalog live) {
        return Differ.diff(new DiffInput(
                live,
                declared,
                everything(live),
                schema.statements().stream().flatMap(d -> d.hints().stream()).toList(),
                Map.of(),
                Map.of()));
    }

    PlanInput input(Policy policy, Facts facts) {
        Catalog live = live();
        return new PlanInput(schema, major + ".1", diff(live), live, declared, facts, policy);
    }

    /** The plan with its questions answered. */
    Plan plan(Policy policy) {
        PlanInput asking = input(policy, Facts.none());
        return Planner.plan(new PlanInput(
                asking.schema(),
                asking.serverVersion(),
                asking.diff(),
                asking.live(),
                asking.declared(),
                answers(Planner.questions(asking)),
                policy));
    }

    Facts answers(Questions questions) {
        Map<String, Long> answers = new HashMap<>();
        Map<String, String> failures = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local search_path = ''");
            for (String question : questions.questions()) {
                Savepoint before = connection.setSavepoint();
                try (ResultSet result = statement.executeQuery(question)) {
                    result.next();
                    answers.put(question, result.getLong(1));
                } catch (SQLException e) {
                    failures.put(question, e.getSQLState() + " " + e.getMessage());
                    connection.rollback(before);
                }
            }
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Facts(answers, failures);
    }

    /** Runs a plan's batches one after the other, as they are. */
    void apply(Plan plan) {
        plan.batches().forEach(this::apply);
    }

    void apply(Batch batch) {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(!batch.transactional());
            for (Plan.Statement s : batch.statements()) {
                try {
                    if (batch.transactional()) {
                        statement.execute("set local search_path = "
                                + (s.searchPath().isEmpty() ? "''" : Sql.ids(s.searchPath())));
                    }
                    statement.execute(s.sql());
                } catch (SQLException e) {
                    throw new IllegalStateException(s.sql() + "\nin " + batch, e);
                }
            }
            if (batch.transactional()) {
                connection.commit();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<ObjectName> everything(Catalog live) {
        Set<ObjectName> names = new HashSet<>();
        live.tables().values().forEach(t -> {
            ObjectName table = t.object();
            names.add(table);
            t.columns().forEach(c -> names.add(table.member(ObjectKind.COLUMN, c.name())));
            t.constraints().forEach(c -> names.add(table.member(ObjectKind.CONSTRAINT, c.name())));
            t.indexes().forEach(i -> names.add(table.member(ObjectKind.INDEX, i.name())));
        });
        live.views().values().stream()
                .filter(v -> !v.name().name().startsWith("hand_"))
                .forEach(v -> {
                    names.add(v.object());
                    v.indexes().forEach(i -> names.add(v.object().member(ObjectKind.INDEX, i.name())));
                });
        live.enums().values().forEach(e -> names.add(e.object()));
        live.sequences().values().forEach(s -> names.add(s.object()));
        live.others().forEach(o -> names.add(o.name()));
        return names;
    }

    static List<String> sql(Plan plan) {
        return plan.statements().stream().map(Plan.Statement::sql).toList();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
