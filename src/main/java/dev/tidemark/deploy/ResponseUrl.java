package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Where CloudFormation waits for the answer: a pre-signed URL of S3. Whoever has it can answer in our place, so it appears in no message, and no
 * exception of the JDK's, which would repeat it, is passed on.
 */
final class ResponseUrl {
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** What S3 says when it is busy, and what a proxy does when S3 does not answer it. */
    private static final int SERVER_ERROR = 500;

    /** RequestTimeout (which S3 says with 400), a conflict with another PUT, too many requests. */
    private static final Set<Integer> PASSING = Set.of(400, 408, 409, 429);

    private static final int MOST_REFUSALS = 5;

    private final URL url;

    private ResponseUrl(URL url) {
        this.url = url;
    }

    /**
     * Reads it; nothing is opened.
     *
     * @throws TidemarkException TDM-620 where it is no URL, or leads to another place than these
     */
    static ResponseUrl parse(String text, ResponseHosts hosts) {
        URI uri;
        try {
            uri = new URI(text.replace("|", "%7C"));
            if (hosts.include(uri)) {
                return new ResponseUrl(uri.toURL());
            }
        } catch (URISyntaxException | MalformedURLException e) {
            throw TidemarkException.of("TDM-620", "the event's ResponseURL is no URL");
        }
        throw TidemarkException.of(
                "TDM-620",
                "the event's ResponseURL does not lead to S3 in this partition by https (" + hosts
                        + "), where CloudFormation waits; it was not opened",
                "it is sent by CloudFormation: events/deploy-create.json shows one");
    }

    /**
     * Looks whether its host can be reached, for 2 s: without it nobody could be told, and the stack would hang.
     *
     * @throws TidemarkException TDM-622 where it cannot
     */
    void probe(Duration left) {
        Duration limit = Times.shorter(PROBE, left.dividedBy(2));
        try {
            boolean unused = Bounded.call("probe", limit, () -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(url.getHost(), port()), Math.toIntExact(limit.toMillis()));
                    return true;
                }
            });
        } catch (TimeoutException e) {
            throw unreachable("no reply within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? "no reply" : name(e.getCause()));
        }
    }

    /**
     * Sends the answer; I/O errors and 5xx are tried again, with growing pauses, for as long as there is time, and a few times what S3 refuses for
     * the moment. The body never changes, so that S3 keeps one answer.
     *
     * @throws TidemarkException TDM-623 where it was refused, or the time was over
     */
    void put(byte[] body, Supplier<Duration> left) {
        Duration pause = FIRST_PAUSE;
        int attempt = 0;
        while (true) {
            attempt++;
            String failure;
            try {
                int status = putInTime(body, left.get());
                if (status >= 200 && status < 300) {
                    return;
                }
                failure = "HTTP " + status;
                boolean passing = status >= SERVER_ERROR || (PASSING.contains(status) && attempt < MOST_REFUSALS);
                if (!passing) {
                    throw undelivered(failure, attempt);
                }
            } catch (ExecutionException e) {
                failure = e.getCause() == null ? "no reply" : name(e.getCause());
            } catch (TimeoutException e) {
                failure = "no reply in time";
            }
            if (left.get().compareTo(pause.multipliedBy(2)) < 0 || !Times.slept(jittered(pause))) {
                throw undelivered(failure, attempt);
            }
            pause = Times.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    /** The timeouts of a socket are of each read by itself, and looking up a name has none. */
    private int putInTime(byte[] body, Duration left) throws ExecutionException, TimeoutException {
        return Bounded.call("answer", Times.shorter(CONNECT.plus(READ), left), () -> putOnce(body, left));
    }

    /** In fixed-length mode the JDK neither repeats a request nor follows a redirect by itself. CloudFormation signs an empty content type. */
    private int putOnce(byte[] body, Duration left) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        try {
            connection.setRequestMethod("PUT");
            connection.setDoOutput(true);
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(millis(CONNECT, left));
            connection.setReadTimeout(millis(READ, left));
            connection.setRequestProperty("Content-Type", "");
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private int port() {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }

    private static int millis(Duration wanted, Duration left) {
        return Math.toIntExact(Math.max(1, Times.shorter(wanted, left).toMillis()));
    }

    private static Duration jittered(Duration pause) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
    }

    private static String name(Throwable e) {
        return e.getClass().getSimpleName();
    }

    private TidemarkException unreachable(String why) {
        return TidemarkException.of(
                "TDM-622",
                "CloudFormation could not be answered: " + url.getHost() + ":" + port() + " cannot be reached (" + why
                        + "); nothing was changed",
                "in a private subnet: an S3 gateway endpoint in the route table of the function's subnets (infra/"
                        + " makes one), and 443 outwards in its security group",
                "the stack waits for ServiceTimeout, then fails; docs/deploy.md#private-subnets");
    }

    private TidemarkException undelivered(String why, int attempts) {
        return TidemarkException.of(
                "TDM-623",
                "the answer could not be delivered to " + url.getHost() + ": " + why + " (attempt " + attempts + ")",
                "what the log line says was done is done; the stack waits for ServiceTimeout, then fails. Deploy"
                        + " again: it is always safe");
    }

    @Override
    public String toString() {
        return "(pre-signed URL at " + url.getHost() + ")";
    }
}
