package dev.tidemark.artefact;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where CloudFormation waits for the answer of a custom resource. */
final class Inbox implements AutoCloseable {
    /** A part of the URL that is to appear nowhere. */
    static final String SECRET = "X-Amz-Signature=0123456789abcdef";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> received = new CopyOnWriteArrayList<>();

    Inbox() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** The bodies of what came. */
    List<String> received() {
        return received;
    }

    /** {@code http://127.0.0.1:PORT}. */
    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return base() + "/answer?" + SECRET;
    }

    /** What CloudFormation sends when a stack is created. */
    String create() {
        return """
            {"RequestType": "Create", "ResponseURL": "%s", "StackId": "arn:aws:cloudformation:eu-central-1:000000000000:stack/orders/1",
             "RequestId": "%s", "ResourceType": "Custom::TidemarkSchema", "LogicalResourceId": "Schema",
             "ResourceProperties": {"ServiceToken": "arn", "App": "orders", "FunctionVersion": "1"}}
            """.formatted(url(), UUID.randomUUID());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
