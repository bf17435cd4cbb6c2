package dev.tidemark.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/** moto: AWS's services in one small server that enforces IAM policies. Each has a server and accounts of its own. */
public final class Moto implements AutoCloseable {
    private final ToolServer server;

    private Moto(ToolServer server) {
        this.server = server;
    }

    /**
     * Starts one; skipped loudly where it is not installed, and a failure in CI.
     *
     * @param unchecked how many calls are let through before policies count: those that set the test up
     */
    public static Moto start(int unchecked) {
        Path python = Tool.bin("moto").resolve("python");
        Path server = Needs.basedir().resolve("src/test/moto/serve.py");
        int port = ToolServer.freePort();
        return new Moto(ToolServer.start(
                List.of(python.toString(), server.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port)),
                ToolServer.folder("moto"),
                Map.of("INITIAL_NO_AUTH_ACTION_COUNT", Integer.toString(unchecked)),
                URI.create("http://127.0.0.1:" + port),
                "/moto-api/data.json"));
    }

    /** {@code http://host:port}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** A client of one of its services that may do everything, as long as calls are not checked. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, AwsBasicCredentials.create("test", "test"));
    }

    /** A client of one of its services, with the rights of these credentials. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, AwsCredentials credentials) {
        return LocalStack.client(builder, server.endpoint(), credentials);
    }

    @Override
    public void close() {
        server.close();
    }
}
