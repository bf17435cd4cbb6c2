package dev.tidemark.demo;

import dev.tidemark.testkit.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The embedded PostgreSQL, empty but for two roles: one that may create, one for the functions. */
final class ShopDatabase implements AutoCloseable {
    private static final String COLUMNS =
            "select string_agg(table_name || '.' || column_name, ' ' order by table_name, ordinal_position)"
                    + " from information_schema.columns where table_schema = 'shop'";

    private final EmbeddedPostgres server;
    private final TestDatabase shop;

    private ShopDatabase(EmbeddedPostgres server) {
        this.server = server;
        this.shop = new TestDatabase("localhost", server.getPort(), "shop");
    }

    static ShopDatabase start() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Fleet.PATIENCE)
                .setServerConfig("fsync", "off")
                .start();
        new TestDatabase("localhost", server.getPort(), "postgres")
                .run(
                        "create role orders_deployer login password 'deployer'",
                        "create role orders_app login password 'app'",
                        "create database shop owner orders_deployer");
        return new ShopDatabase(server);
    }

    /** What template.yaml gives the functions. */
    Map<String, String> environment() {
        return Map.of(
                "TIDEMARK_APP", "orders",
                "TIDEMARK_URL", "postgresql://localhost:" + shop.port() + "/shop",
                "TIDEMARK_USER", "orders_app",
                "TIDEMARK_PASSWORD", "app",
                "TIDEMARK_DEPLOYER_USER", "orders_deployer",
                "TIDEMARK_DEPLOYER_PASSWORD", "deployer",
                "TIDEMARK_RUNTIME_ROLES", "orders_app",
                "TIDEMARK_FUNCTION_TIMEOUT", "30m",
                "TIDEMARK_WAIT_TIMEOUT", "30m",
                "TIDEMARK_CONNECT_TIMEOUT", "5m");
    }

    /** As whoever deploys would name it on a command line; the password is {@link #deployerPassword}. */
    String deployerUrl() {
        return "postgresql://orders_deployer@localhost:" + shop.port() + "/shop";
    }

    String deployerPassword() {
        return "deployer";
    }

    String version() {
        return shop.value("show server_version");
    }

    /** The one value of a query; {@code ∅} for null. */
    String value(String query) {
        return shop.value(query);
    }

    List<String> rows(String query) {
        return shop.rows(query);
    }

    /** What there is to order; placed by the owner of the tables, as a back office would. */
    void stock() {
        shop.run("insert into shop.product (sku, title, price_amount, price_currency) values"
                + " ('TEA-01', 'Darjeeling, 100 g', 8.50, 'EUR'), ('CUP-02', 'A cup', 12.00, 'EUR')");
    }

    /** Every column of the shop, to see that nothing has moved. */
    String columns() {
        return shop.value(COLUMNS);
    }

    /** How many tables the shop has. */
    int tables() {
        return Integer.parseInt(shop.value("select count(*) from pg_tables where schemaname = 'shop'"));
    }

    /**
     * Holds back whoever wants to create Tidemark's tables, until so many of them wait: so that they really race, on however slow a machine. The control
     * schema is created in a transaction that is rolled back.
     *
     * @return what lets them go, at the latest after {@code limit}
     */
    Thread holdUntilAllWait(int count, Duration limit) throws SQLException {
        Connection gate = shop.connect();
        gate.setAutoCommit(false);
        try (Statement statement = gate.createStatement()) {
            statement.execute("create schema tidemark");
        }
        return Thread.startVirtualThread(() -> {
            Instant end = Instant.now().plus(limit);
            try (gate) {
                while (waiting() < count && Instant.now().isBefore(end)) {
                    Thread.sleep(20);
                }
                gate.rollback();
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private int waiting() {
        return Integer.parseInt(shop.value(
                "select count(*) from pg_stat_activity where datname = 'shop' and wait_event_type = 'Lock'"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
