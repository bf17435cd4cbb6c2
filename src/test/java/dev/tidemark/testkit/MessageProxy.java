package dev.tidemark.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A TCP proxy in front of a test server that reads PostgreSQL's protocol (version 3, without TLS) in both directions and counts: an observer of what
 * really goes over the wire.
 */
public final class MessageProxy implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    private final TestDatabase database;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Counter counter = new Counter();
    private boolean stalled;
    private Predicate<String> silence = statement -> false;
    private boolean everySession;

    private MessageProxy(TestDatabase database, ServerSocket listener) {
        this.database = database;
        this.listener = listener;
    }

    /** Starts one on a free port. */
    public static MessageProxy inFrontOf(TestDatabase database) {
        try {
            MessageProxy proxy = new MessageProxy(database, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What went over the wire since the start, or the last {@link #reset}.
     *
     * @param connections how many connections became ready
     * @param fromClient messages by their type byte, after the connection was ready; {@code Q} and {@code P} carry statements, {@code S} is Sync
     * @param fromServer likewise; {@code Z} is ReadyForQuery, {@code E} an error
     * @param statements the texts of Query and Parse messages, in order; BEGIN and COMMIT too
     * @param executed how many statements ran: Query and Execute messages
     * @param roundTrips how often a client had to wait for the server to be ready; neither connecting is counted nor a BEGIN that travels as a Query, for
     *     which the driver does not wait before it sends what follows
     */
    public record Traffic(
            int connections,
            Map<Character, Integer> fromClient,
            Map<Character, Integer> fromServer,
            List<String> statements,
            int executed,
            int roundTrips) {
        public Traffic {
            fromClient = Map.copyOf(fromClient);
            fromServer = Map.copyOf(fromServer);
            statements = List.copyOf(statements);
        }
    }

    /** What was counted so far. */
    public Traffic traffic() {
        return counter.snapshot();
    }

    /** Begins to count again; returns what was counted until now. */
    public Traffic reset() {
        return counter.reset();
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** {@code jdbc:postgresql://…} through the proxy, as the superuser. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database.name() + "?user=postgres&password=postgres";
    }

    /** Connections through the proxy, as the superuser. */
    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        return source;
    }

    /** Cuts every connection that is open now, without a word to either side; new ones are accepted. */
    public void cutAll() {
        open.forEach(MessageProxy::closeQuietly);
        open.clear();
    }

    /**
     * From now on passes nothing on, in neither direction, and says nothing to who connects again, as a network that went black does; connections stay open.
     */
    public synchronized void stall() {
        stalled = true;
    }

    /**
     * Goes black, as {@link #stall} says, with the first statement that {@code statement} is true of: the server gets it, and what is sent with it, but no answer
     * comes back.
     */
    public synchronized void stallAt(Predicate<String> statement) {
        silence = statement;
        everySession = true;
    }

    /** Likewise, but that one connection alone goes silent, as where its server process stands still; all others are served. */
    public synchronized void freezeAt(Predicate<String> statement) {
        silence = statement;
        everySession = false;
    }

    /** Passes on what was held back, and what comes. */
    public synchronized void resume() {
        stalled = false;
        notifyAll();
    }

    /** Whether this message is the one to go silent with. */
    private synchronized void goSilentAt(Message message, Session session) {
        if ((message.type() == 'Q' || message.type() == 'P') && silence.test(message.statement())) {
            silence = statement -> false;
            stalled = everySession;
            session.frozen = true;
            session.finishing = true;
        }
    }

    private synchronized void finished(Message message, Session session) {
        session.finishing &= message.type() != 'S' && message.type() != 'Q';
    }

    private synchronized boolean isFinishing(Session session) {
        return session.finishing;
    }

    private void awaitFlow() throws IOException {
        awaitFlow(null);
    }

    private synchronized void awaitFlow(@Nullable Session session) throws IOException {
        try {
            while ((stalled || (session != null && session.frozen)) && !listener.isClosed()) {
                wait(1000);
            }
        } catch (InterruptedException e) {
            throw new EOFException("closed");
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cutAll();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("proxy-client").start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            open.add(client);
            awaitFlow();
            forward(client);
        } catch (EOFException | SocketException e) {
            // One side hung up: that is how connections end.
            closeQuietly(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.remove(client);
        }
    }

    private void forward(Socket client) throws IOException {
        try (Socket server = new Socket(database.host(), database.port())) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(server);
            relay(client, server);
        }
    }

    private void relay(Socket client, Socket server) throws IOException {
        DataInputStream fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        DataOutputStream toServer = new DataOutputStream(server.getOutputStream());
        DataInputStream fromServer = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        if (!passStartup(fromClient, toServer, fromServer, client)) {
            return;
        }
        Session session = new Session();
        Thread back = Thread.ofVirtual().start(() -> {
            try {
                DataOutputStream toClient = new DataOutputStream(client.getOutputStream());
                while (true) {
                    // Counted before it is passed on, so that whoever has seen the answer finds it counted.
                    Message message = read(fromServer);
                    session.heard(message);
                    awaitFlow(session);
                    toClient.write(message.whole);
                }
            } catch (IOException e) {
                closeQuietly(client);
                closeQuietly(server);
            }
        });
        try {
            while (true) {
                Message message = read(fromClient);
                session.said(message);
                goSilentAt(message, session);
                if (!isFinishing(session)) {
                    awaitFlow(session);
                }
                toServer.write(message.whole);
                finished(message, session);
            }
        } finally {
            closeQuietly(server);
            back.interrupt();
        }
    }

    /** Passes the messages without a type byte; false: it was a cancel request and all is done. */
    private static boolean passStartup(
            DataInputStream fromClient, DataOutputStream toServer, DataInputStream fromServer, Socket client)
            throws IOException {
        while (true) {
            int length = fromClient.readInt();
            int code = fromClient.readInt();
            byte[] rest = fromClient.readNBytes(length - 8);
            toServer.writeInt(length);
            toServer.writeInt(code);
            toServer.write(rest);
            toServer.flush();
            if (code == CANCEL_REQUEST) {
                return false;
            }
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return true;
            }
            int answer = fromServer.read();
            if (answer != 'N') {
                throw new IOException("the server wants encryption; nothing can be read then");
            }
            client.getOutputStream().write(answer);
        }
    }

    /** A message with its type byte, its length, its body: as it is sent. */
    private static final class Message {
        private static final int HEADER = 5;
        private final byte[] whole;

        Message(byte[] whole) {
            this.whole = whole;
        }

        char type() {
            return (char) whole[0];
        }

        /** The statement of a Query, or of a Parse (it comes after the statement's name). */
        String statement() {
            int start = type() == 'Q' ? HEADER : endOfString(HEADER) + 1;
            return new String(whole, start, endOfString(start) - start, StandardCharsets.UTF_8);
        }

        private int endOfString(int from) {
            int end = from;
            while (whole[end] != 0) {
                end++;
            }
            return end;
        }
    }

    private static Message read(DataInputStream from) throws IOException {
        int type = from.readUnsignedByte();
        int length = from.readInt();
        byte[] whole =
                ByteBuffer.allocate(length + 1).put((byte) type).putInt(length).array();
        from.readFully(whole, Message.HEADER, length - 4);
        return new Message(whole);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** One connection: connecting until the server is ready for the first time; since then what it still has to be ready after. */
    private final class Session {
        private final Queue<Boolean> waitedFor = new ArrayDeque<>();
        private boolean ready;
        /** Written and read under the proxy's lock. */
        private boolean frozen;
        /** Passes on the rest of what was sent with the statement that it froze at; likewise. */
        private boolean finishing;

        synchronized void said(Message message) {
            if (ready) {
                if (message.type() == 'S' || message.type() == 'Q') {
                    waitedFor.add(message.type() == 'S' || !message.statement().equals("BEGIN"));
                }
                counter.said(message);
            }
        }

        synchronized void heard(Message message) {
            if (!ready) {
                if (message.type() == 'Z') {
                    ready = true;
                    counter.connected();
                }
                return;
            }
            counter.heard(message, message.type() == 'Z' && Boolean.TRUE.equals(waitedFor.poll()));
        }
    }

    private static final class Counter {
        private int connections;
        private int executed;
        private int roundTrips;
        private final Map<Character, Integer> fromClient = new TreeMap<>();
        private final Map<Character, Integer> fromServer = new TreeMap<>();
        private final List<String> statements = new ArrayList<>();

        synchronized void connected() {
            connections++;
        }

        synchronized void said(Message message) {
            fromClient.merge(message.type(), 1, Integer::sum);
            if (message.type() == 'Q' || message.type() == 'P') {
                statements.add(message.statement());
            }
            executed += message.type() == 'Q' || message.type() == 'E' ? 1 : 0;
        }

        synchronized void heard(Message message, boolean endsRoundTrip) {
            fromServer.merge(message.type(), 1, Integer::sum);
            roundTrips += endsRoundTrip ? 1 : 0;
        }

        synchronized Traffic snapshot() {
            return new Traffic(connections, fromClient, fromServer, statements, executed, roundTrips);
        }

        synchronized Traffic reset() {
            Traffic until = snapshot();
            connections = 0;
            executed = 0;
            roundTrips = 0;
            fromClient.clear();
            fromServer.clear();
            statements.clear();
            return until;
        }
    }
}
