package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PgBouncer in transaction mode in front of a test server: Debian's package, on a port and in a folder of its own, until it is closed. */
public final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final int port;

    private PgBouncer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one in front of this database's server.
     *
     * @param poolSize how many server connections it opens for each database and role at most
     */
    public static PgBouncer inFrontOf(TestDatabase database, int poolSize) {
        Path binary = Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> Needs.missing("PgBouncer", "apt-get install pgbouncer"));
        IOException last = new IOException("never started");
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                return start(binary, database, poolSize);
            } catch (IOException e) {
                // A port that was free a moment ago may be somebody else's now.
                last = e;
            }
        }
        throw new UncheckedIOException(last);
    }

    private static PgBouncer start(Path binary, TestDatabase database, int poolSize) throws IOException {
        Path folder = Files.createTempDirectory("pgbouncer");
        int port = freePort();
        configure(folder, port, database, poolSize);
        PgBouncer bouncer = new PgBouncer(start(binary, folder), folder, port);
        bouncer.awaitListening();
        return bouncer;
    }

    private static void configure(Path folder, int port, TestDatabase database, int poolSize) throws IOException {
        Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"postgres\"\n");
        Files.writeString(folder.resolve("pgbouncer.ini"), """
            [databases]
            * = host=%s port=%d

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %s/users.txt
            pool_mode = transaction
            default_pool_size = %d
            max_client_conn = 2000
            logfile = %s/log
            pidfile = %s/pid
            """.formatted(
                        database.host(), database.port(), port, folder, poolSize, folder, folder));
        // PgBouncer refuses to be root, and then has to read and write here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static Process start(Path binary, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", accountForServers()));
        }
        command.add(folder.resolve("pgbouncer.ini").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String accountForServers() throws IOException {
        return Needs.run(List.of("id", "-u", "postgres")).exit() == 0 ? "postgres" : "nobody";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                pause();
            }
        }
        String log = Files.exists(folder.resolve("log")) ? Files.readString(folder.resolve("log")) : "(no log)";
        close();
        throw new IOException("PgBouncer does not listen:\n" + log);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** {@code jdbc:postgresql://…} of a database of the server behind it, as postgres; without server-side prepared statements, as its version needs. */
    public String url(TestDatabase database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name()
                + "?user=postgres&password=postgres&prepareThreshold=0";
    }

    /** Connections through it. */
    public PGSimpleDataSource dataSource(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        return source;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            for (String file : List.of("users.txt", "pgbouncer.ini", "log", "pid")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
