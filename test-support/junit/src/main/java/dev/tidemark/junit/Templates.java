package dev.tidemark.junit;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * One template database for each schema and its data on a server, and copies of it. A template is complete when its comment says so: what a run left that was
 * killed is dropped and made again. On a server that outlives the run, the next run finds the template there.
 */
final class Templates {
    private static final String COMPLETE = "tidemark-junit: complete";

    /** Any number that no other user of advisory locks takes: "tidemark" in ASCII. */
    private static final long LOCK = 0x74_69_64_65_6d_61_72_6bL;

    private final TestDatabase server;

    Templates(TestDatabase server) {
        this.server = server;
    }

    /** The name of the template with this schema and this data; made if there is none. */
    String template(Declared declared) {
        Tidemark tidemark = Tidemark.open(server.dataSource(), declared.options());
        String name = "tidemark_template_" + digest(tidemark.app(), tidemark.hash(), declared);
        try (Connection admin = server.dataSource().getConnection()) {
            execute(admin, "select pg_advisory_lock(" + LOCK + ")");
            if (!complete(admin, name)) {
                make(admin, name, declared);
            }
        } catch (SQLException e) {
            throw failed("making the template database of app " + tidemark.app(), e);
        }
        return name;
    }

    /** A fresh database, a copy of this template. */
    TestDatabase copy(String template) {
        String name = "tidemark_test_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection admin = server.dataSource().getConnection()) {
            execute(admin, "create database " + name + " template " + template);
        } catch (SQLException e) {
            throw failed("copying the template database", e);
        }
        return server.named(name);
    }

    /** Ends what is still connected to it. */
    void drop(TestDatabase copy) {
        String url = copy.url();
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        try (Connection admin = server.dataSource().getConnection()) {
            execute(admin, "drop database " + path.substring(path.lastIndexOf('/') + 1) + " with (force)");
        } catch (SQLException e) {
            throw failed("dropping the database of a test", e);
        }
    }

    private static boolean complete(Connection admin, String name) throws SQLException {
        String query = "select shobj_description(oid, 'pg_database') from pg_database where datname = ?";
        try (PreparedStatement statement = admin.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && COMPLETE.equals(row.getString(1));
            }
        }
    }

    private void make(Connection admin, String name, Declared declared) throws SQLException {
        execute(admin, "drop database if exists " + name + " with (force)");
        execute(admin, "create database " + name + " template template0");
        DataSource template = server.named(name).dataSource();
        bringInStep(template, declared);
        SchemaAssertions.assertInStep(template, declared.options());
        for (Declared.Script script : declared.data()) {
            try (Connection connection = template.getConnection()) {
                execute(connection, script.sql());
            } catch (SQLException e) {
                throw failed("running " + script.name(), e);
            }
        }
        execute(admin, "comment on database " + name + " is '" + COMPLETE + "'");
    }

    private static void bringInStep(DataSource template, Declared declared) {
        SyncResult result = Tidemark.open(template, SchemaAssertions.comparing(declared.options()))
                .sync();
        if (result.status() != SyncStatus.SYNCED && result.status() != SyncStatus.UP_TO_DATE) {
            StringBuilder text = new StringBuilder("the schema of app ")
                    .append(result.app())
                    .append(" was not applied to an empty database: ")
                    .append(result.status())
                    .append(' ')
                    .append(result.reason());
            result.problems().forEach(problem -> text.append("\n  ").append(problem.headline()));
            throw new ExtensionConfigurationException(text.toString());
        }
    }

    private static String digest(String app, String hash, Declared declared) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((app + '\0' + hash + '\0' + version()).getBytes(StandardCharsets.UTF_8));
            for (Declared.Script script : declared.data()) {
                digest.update(('\0' + script.sql()).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String version() {
        String version = Tidemark.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static IllegalStateException failed(String what, SQLException e) {
        return new IllegalStateException(what + ": " + e.getMessage(), e);
    }
}
