package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.deploy.ResponseHosts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link TidemarkHandler} where CloudFormation is a server on this machine: it may be answered by http at 127.0.0.1, which the real one refuses. */
public final class LocalHandler implements RequestStreamHandler {
    private final TidemarkHandler handler = new TidemarkHandler(
            System.getenv(), null, ResponseHosts.ofS3(System.getenv()).andPlain("127.0.0.1"));

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        handler.handleRequest(event, answer, context);
    }
}
