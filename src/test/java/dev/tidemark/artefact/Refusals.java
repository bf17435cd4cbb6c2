package dev.tidemark.artefact;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Something that listens where a database or its proxy should be, and gives no connection. */
final class Refusals implements AutoCloseable {
    /** How. */
    enum Kind {
        /** Accepts, and never says a word. */
        SILENT,
        /** Hangs up on whoever speaks. */
        CLOSES,
        /** Answers the start-up packet as PgBouncer does when its pool is exhausted: FATAL 53300. */
        FATAL
    }

    private static final int SSL_REQUEST = 80877103;

    private final ServerSocket listener;
    private final Kind kind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Refusals(Kind kind) {
        this.kind = kind;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        if (kind == Kind.SILENT) {
            return;
        }
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream())) {
            int code = packet(in);
            if (kind == Kind.FATAL) {
                if (code == SSL_REQUEST) {
                    client.getOutputStream().write('N');
                    int unused = packet(in);
                }
                fatal(client.getOutputStream());
            }
        } catch (IOException e) {
            // The client hung up first.
            open.remove(client);
        }
    }

    private static int packet(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.readNBytes(length - Long.BYTES);
        return code;
    }

    private static void fatal(OutputStream out) throws IOException {
        byte[] fields = "SFATAL\0VFATAL\0C53300\0Mno more connections allowed (max_client_conn)\0\0"
                .getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(5 + fields.length)
                .put((byte) 'E')
                .putInt(4 + fields.length)
                .put(fields)
                .array());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
