package dev.tidemark.control;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy before PostgreSQL that writes down the messages of one client: their type letters, and the text of each Parse and Query. */
final class MessageCounter implements AutoCloseable {
    private final ServerSocket listener;
    private final Socket server;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    MessageCounter(String host, int port) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server = new Socket(host, port);
        Thread forward = new Thread(this::forward, "messages");
        forward.setDaemon(true);
        forward.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What was sent since the last call, such as {@code P:select 1}, {@code B}, {@code D}, {@code E}, {@code S}. */
    List<String> taken() {
        List<String> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    private void forward() {
        try (Socket client = listener.accept()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = new Thread(() -> copy(client), "answers");
            back.setDaemon(true);
            back.start();
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = server.getOutputStream();
            send(out, -1, in.readInt(), in);
            while (true) {
                int type = in.readUnsignedByte();
                send(out, type, in.readInt(), in);
            }
        } catch (IOException e) {
            // the client or the test is done
            messages.add("end");
        }
    }

    private void send(OutputStream out, int type, int length, InputStream in) throws IOException {
        byte[] body = in.readNBytes(length - 4);
        if (type >= 0) {
            String text = new String(body, StandardCharsets.UTF_8);
            messages.add(
                    switch (type) {
                        case 'P' -> "P:" + text.split("\0", -1)[1];
                        case 'Q' -> "Q:" + text;
                        default -> String.valueOf((char) type);
                    });
        }
        byte[] message = new byte[(type >= 0 ? 5 : 4) + body.length];
        int at = 0;
        if (type >= 0) {
            message[at++] = (byte) type;
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            message[at++] = (byte) (length >> shift);
        }
        System.arraycopy(body, 0, message, at, body.length);
        out.write(message);
        out.flush();
    }

    private void copy(Socket client) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            messages.add("end");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        listener.close();
    }
}
