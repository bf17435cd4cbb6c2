package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A role as {@code docs/roles.md} makes {@code tidemark_plan}: by the statements of that page, under a name of its own. Dropped when it is closed. */
public final class PlanLogin implements AutoCloseable {
    private static final Path PAGE =
            Path.of(System.getProperty("tidemark.basedir", ".")).resolve("docs/roles.md");
    private static final Path SCRIPT =
            Path.of(System.getProperty("tidemark.basedir", ".")).resolve("infra/roles.sql");
    private static final Pattern BLOCK = Pattern.compile("```sql\\n(-- tidemark_plan.*?)```", Pattern.DOTALL);
    private static final Pattern RECORD = Pattern.compile("(SCHEMA tidemark\\b|\\btidemark\\.)");
    private static final String PASSWORD = "planner";

    private final TestDatabase database;
    private final String user = "plan_" + UUID.randomUUID().toString().substring(0, 8);

    private PlanLogin(TestDatabase database) {
        this.database = database;
    }

    /** Makes the role, with CREATE on this database, and takes from PUBLIC what {@code infra/roles.sql} takes. */
    public static PlanLogin create(TestDatabase database) {
        PlanLogin login = asPublic(database);
        login.takeLastingFunctions();
        return login;
    }

    /** The role alone: it may execute what PUBLIC may, as on a server whose functions belong to nobody who could change that. */
    public static PlanLogin asPublic(TestDatabase database) {
        PlanLogin login = new PlanLogin(database);
        login.run(false);
        return login;
    }

    /** The part of {@code infra/roles.sql} that does so. */
    public void takeLastingFunctions() {
        try {
            String script = Files.readString(SCRIPT);
            int start = script.indexOf("DO $$", script.indexOf("-- lasting functions"));
            String block = script.substring(start, script.indexOf("END $$;", start) + "END $$;".length());
            database.run(
                    "select set_config('roles.planner', '" + user + "', false), set_config('roles.users', '', false)",
                    block);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it read what is recorded: the rest of the page's statements, once the control tables exist. */
    public void grantRecord() {
        run(true);
    }

    private void run(boolean record) {
        statements().stream().filter(s -> record == RECORD.matcher(s).find()).forEach(database::run);
    }

    private List<String> statements() {
        try {
            Matcher block = BLOCK.matcher(Files.readString(PAGE));
            if (!block.find()) {
                throw new IllegalStateException("no SQL of tidemark_plan in " + PAGE);
            }
            String sql = block.group(1)
                    .replaceAll("(?m)--.*$", "")
                    .replace("tidemark_plan", user)
                    .replace("'…'", "'" + PASSWORD + "'")
                    .replace("DATABASE shop", "DATABASE \"" + database.name() + "\"");
            return Stream.of(sql.split(";", -1))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its name. */
    public String user() {
        return user;
    }

    /** Its password. */
    public String password() {
        return PASSWORD;
    }

    /** Connections as this role. */
    public DataSource dataSource() {
        return database.dataSource(user, PASSWORD);
    }

    @Override
    public void close() {
        new TestDatabase(database.host(), database.port(), "postgres").run("drop role if exists " + user);
    }
}
