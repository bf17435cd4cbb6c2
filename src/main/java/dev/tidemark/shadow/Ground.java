package dev.tidemark.shadow;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a shadow stands on: its settings, the guard that makes a COMMIT fail, the empty twins; and what the database says about itself. */
final class Ground {
    private static final String SEPARATOR = "\u001f";

    /** What every transaction of Tidemark sets, and what only a shadow needs: short waits, a name for the audit log. */
    private static final String SETTINGS = CatalogReader.SESSION_SETTINGS + """
        ;
        set local application_name = 'tidemark-shadow';
        set local lock_timeout = '1s';
        set local idle_in_transaction_session_timeout = '30s';
        """;

    private static final String FACTS = """
        select pg_catalog.current_setting('session_replication_role'), current_user, pg_catalog.current_database(),
          pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
          (select pg_catalog.string_agg(extname, E'\\x1f') from pg_catalog.pg_extension),
          (select pg_catalog.string_agg(evtname || E'\\x1f' || proname, E'\\x1f' order by evtname)
             from pg_catalog.pg_event_trigger join pg_catalog.pg_proc p on p.oid = evtfoid where evtenabled in ('O', 'A')),
          (select pg_catalog.string_agg(extname || E'\\x1f' || nspname, E'\\x1f')
             from pg_catalog.pg_extension x join pg_catalog.pg_namespace n on n.oid = extnamespace where extrelocatable)\
        """;

    private final Link link;
    private final Twins twins;
    private Set<String> installed = Set.of();
    private List<String> eventTriggers = List.of();
    private final Map<String, String> movable = new HashMap<>();

    Ground(Link link, Twins twins) {
        this.link = link;
        this.twins = twins;
    }

    /** Begins the transaction; refuses where a COMMIT could succeed or a schema cannot be made. One round trip. */
    void prepare(Duration timeout) throws SQLException {
        String settings = SETTINGS + "set local statement_timeout = " + Math.max(1, timeout.toMillis()) + ";\n";
        List<@Nullable String> facts = link.rows(settings + FACTS).get(0);
        installed = new HashSet<>(parts(facts.get(4)));
        eventTriggers = parts(facts.get(5));
        List<String> schemas = parts(facts.get(6));
        for (int i = 0; i + 1 < schemas.size(); i += 2) {
            movable.put(schemas.get(i), schemas.get(i + 1));
        }
        if ("replica".equals(facts.get(0))) {
            throw TidemarkException.of(
                    "TDM-106",
                    "session_replication_role = replica switches off what keeps a shadow from being committed",
                    "ALTER ROLE " + facts.get(1) + " RESET session_replication_role");
        }
        if ("f".equals(facts.get(3))) {
            throw TidemarkException.of(
                    "TDM-107",
                    "role " + facts.get(1) + " may not create schemas in database " + facts.get(2)
                            + ", which planning does inside a transaction that is rolled back",
                    "GRANT CREATE ON DATABASE " + Sql.identifier(String.valueOf(facts.get(2))) + " TO "
                            + Sql.identifier(String.valueOf(facts.get(1))));
        }
    }

    /**
     * Makes the twins, and asks something else in the same round trip: its rows. The guard is a violated deferred key: a COMMIT then fails with 23503,
     * whoever sends it.
     */
    List<List<@Nullable String>> makeTwins(String question) throws SQLException {
        String helper = Sql.identifier(twins.helper());
        StringBuilder script = new StringBuilder("create schema " + helper + ";\ncreate table " + helper
                + ".guard (id int primary key, never int references " + helper
                + ".guard deferrable initially deferred);\ninsert into " + helper + ".guard values (1, 2);\n");
        List<String> quotes = new ArrayList<>();
        for (String schema : twins.managed()) {
            script.append("create schema ")
                    .append(Sql.identifier(twins.of(schema)))
                    .append(";\n");
            String name = Sql.literal(schema);
            quotes.add("(" + name + ", pg_catalog.quote_ident(" + name + "), pg_catalog.quote_ident("
                    + Sql.literal(twins.of(schema)) + "))");
        }
        String query = quotes.isEmpty() ? "select where false" : "values " + String.join(", ", quotes);
        List<List<List<@Nullable String>>> rows = link.rowsOfEach(script + query + ";\n" + question);
        for (List<@Nullable String> row : rows.get(0)) {
            twins.quoted(
                    Objects.requireNonNull(row.get(0)),
                    Objects.requireNonNull(row.get(1)),
                    Objects.requireNonNull(row.get(2)));
        }
        return rows.get(1);
    }

    /** Extensions that are there without the shadow. */
    Set<String> installed() {
        return installed;
    }

    /** Those of them that may move to another schema, with the one that they are in. */
    Map<String, String> movable() {
        return Map.copyOf(movable);
    }

    boolean hasEventTriggers() {
        return !eventTriggers.isEmpty();
    }

    /** The error of an event trigger that refused DDL of the shadow, if one did. */
    @Nullable
    TidemarkException rejection(SQLException error) {
        String where = Faults.where(error);
        for (int i = 0; i + 1 < eventTriggers.size(); i += 2) {
            String function = eventTriggers.get(i + 1);
            boolean raised = where.contains("function " + function + "(") || where.contains("." + function + "(");
            if (raised) {
                String said = twins.restored(String.valueOf(error.getMessage()));
                Problem problem = Problem.of(
                        "TDM-105",
                        null,
                        "event trigger " + eventTriggers.get(i)
                                + " refuses what planning does inside a transaction that" + " is rolled back: " + said,
                        null,
                        error.getSQLState(),
                        List.of(
                                "Let its function " + function + " pass schemas that begin with tm_",
                                "Let it pass where application_name is tidemark-shadow"));
                return new TidemarkException(problem, false, error);
            }
        }
        return null;
    }

    private static List<String> parts(@Nullable String joined) {
        return joined == null ? List.of() : Arrays.asList(joined.split(SEPARATOR, -1));
    }
}
