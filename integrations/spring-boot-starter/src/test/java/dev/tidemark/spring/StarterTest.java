package dev.tidemark.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.SyncStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Applications that start on a real PostgreSQL. */
final class StarterTest {
    private static EmbeddedPostgres server;

    private String database;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "off")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void create() throws SQLException {
        database = "t_" + UUID.randomUUID().toString().substring(0, 8);
        run("postgres", "create database " + database);
    }

    private static void run(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ApplicationContextRunner application(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        TidemarkAutoConfiguration.class))
                .withUserConfiguration(Shop.class)
                .withPropertyValues(
                        "spring.datasource.url=" + server.getJdbcUrl("postgres", database),
                        "management.endpoints.web.exposure.include=tidemark",
                        "management.endpoints.jmx.exposure.include=tidemark")
                .withPropertyValues(properties);
    }

    @Test
    void theTablesAreThereBeforeAnyBeanHasTheDataSource() {
        application().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(EagerReader.class).products).isZero();
            assertThat(status(context)).isEqualTo(SyncStatus.SYNCED);
        });
        application().run(context -> assertThat(status(context)).isEqualTo(SyncStatus.UP_TO_DATE));
    }

    private static SyncStatus status(AssertableApplicationContext context) {
        return Objects.requireNonNull(context.getBean(SchemaStart.class).result())
                .status();
    }

    @Test
    void verifyChangesNothingAndRefusesToStart() {
        application("tidemark.on-start=verify").run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(SchemaNotInStepException.class);
            FailureAnalysis analysis = Objects.requireNonNull(
                    new SchemaNotInStepAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription()).contains("app shop").contains("OUT_OF_DATE");
            assertThat(analysis.getAction()).isNotBlank();
        });
        tables(0);
    }

    @Test
    void verifyWithoutFailureStartsAndIsDown() {
        String[] lenient = {"tidemark.on-start=verify", "tidemark.fail-on-start=false"};
        application(lenient).withUserConfiguration(Lazy.class).run(context -> {
            assertThat(context).hasNotFailed();
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("status", "OUT_OF_DATE");
        });
    }

    private static Health health(AssertableApplicationContext context) {
        return Objects.requireNonNull(
                context.getBean(TidemarkHealthIndicator.class).health());
    }

    @Test
    void healthAndEndpointSayWhatIsRecorded() {
        application().run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("app", "shop").containsEntry("status", "UP_TO_DATE");

            TidemarkEndpoint endpoint = context.getBean(TidemarkEndpoint.class);
            assertThat(endpoint.status()).containsEntry("status", "UP_TO_DATE").containsEntry("onStart", "SYNCED");
            run(database, "alter table shop.product alter column name drop not null");
            assertThat(endpoint.report("drift")).containsEntry("status", "DRIFTED");
            assertThat(endpoint.report("nonsense")).isNull();
        });
    }

    @Test
    void anotherLoginMayChangeTheSchema() throws SQLException {
        run("postgres", "create role shop_app login");
        String url = server.getJdbcUrl("shop_app", database);
        application(
                        "spring.datasource.url=" + url,
                        "tidemark.url=" + server.getJdbcUrl("postgres", database),
                        "tidemark.user=postgres",
                        "tidemark.runtime-roles=shop_app")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(EagerReader.class).products).isZero();
                });
    }

    @Test
    void theConnectionOfAContainerIsUsedAsWell() {
        String url = server.getJdbcUrl("postgres", database);
        application("spring.datasource.url=jdbc:postgresql://nowhere.invalid/none")
                .withBean(JdbcConnectionDetails.class, () -> new Container(url))
                .run(context -> assertThat(status(context)).isEqualTo(SyncStatus.SYNCED));
    }

    @Test
    void aSchemaInSqlWillDoToo() {
        application("tidemark.app=harbour", "tidemark.schema=classpath:harbour.sql")
                .withUserConfiguration(Lazy.class)
                .run(context -> {
                    assertThat(status(context)).isEqualTo(SyncStatus.SYNCED);
                    assertThat(context.getBean(SchemaStart.class).tidemark().app())
                            .isEqualTo("harbour");
                });
    }

    @Test
    void switchedOffItDoesNothing() {
        application("tidemark.enabled=false").withUserConfiguration(Lazy.class).run(context -> {
            assertThat(context).doesNotHaveBean(SchemaStart.class).doesNotHaveBean(TidemarkEndpoint.class);
        });
        tables(0);
    }

    @Test
    void theMetadataOfThePropertiesIsPacked() throws IOException {
        try (var in = StarterTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String metadata =
                    new String(Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(metadata)
                    .contains("\"name\": \"tidemark.on-start\"")
                    .contains("Whether changes that lose data are withheld.");
        }
    }

    private void tables(int expected) {
        DataSource source = server.getDatabase("postgres", database);
        int found = JdbcClient.create(source)
                .sql("select count(*) from pg_tables where schemaname in ('shop', 'tidemark')")
                .query(Integer.class)
                .single();
        assertThat(found).isEqualTo(expected);
    }

    /** An application. */
    @Configuration(proxyBeanMethods = false)
    static class Shop {
        @Bean
        EagerReader reader(DataSource source, Eagerness eagerness) {
            return new EagerReader(source, eagerness);
        }

        @Bean
        Eagerness eagerness() {
            return new Eagerness(true);
        }
    }

    /** One that reads nothing at its start. */
    @Configuration(proxyBeanMethods = false)
    static class Lazy {
        @Bean
        @org.springframework.context.annotation.Primary
        Eagerness none() {
            return new Eagerness(false);
        }
    }

    record Eagerness(boolean reads) {}

    /** Uses the DataSource as soon as it has it, by plain JDBC. */
    static final class EagerReader {
        final int products;

        EagerReader(DataSource source, Eagerness eagerness) {
            products = eagerness.reads()
                    ? JdbcClient.create(source)
                            .sql("select count(*) from shop.product")
                            .query(Integer.class)
                            .single()
                    : -1;
        }
    }

    /** What Testcontainers' {@code @ServiceConnection} makes a bean of. */
    record Container(String url) implements JdbcConnectionDetails {
        @Override
        public String getUsername() {
            return "postgres";
        }

        @Override
        public String getPassword() {
            return "";
        }

        @Override
        public String getJdbcUrl() {
            return url;
        }
    }
}
