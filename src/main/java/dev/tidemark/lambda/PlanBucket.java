package dev.tidemark.lambda;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bucket through which too big schemas come and too big plans go, by pre-signed URLs that the asker made: this function needs no right on it, and fetches
 * from nowhere else.
 *
 * @param name the bucket's
 * @param endpoint where S3 is, if not at AWS ({@code AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL})
 * @param patience how long S3 may be silent
 */
record PlanBucket(String name, @Nullable URI endpoint, Duration patience) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(30);

    /** S3's names for an endpoint ("Amazon Simple Storage Service endpoints and quotas"), the bucket before them or in the path. */
    private static final Pattern AWS =
            Pattern.compile("s3(\\.dualstack)?([.-][a-z]{2}(-[a-z]+)+-\\d)?\\.amazonaws\\.com(\\.cn)?");

    PlanBucket(String name, @Nullable URI endpoint) {
        this(name, endpoint, READ);
    }

    /** The same for an invocation that has so much time: a third of it for a S3 that is silent, so that there is time to say so. */
    PlanBucket within(Duration left) {
        Duration third = left.dividedBy(3);
        return new PlanBucket(name, endpoint, third.compareTo(READ) < 0 ? third : READ);
    }

    /** {@code TIDEMARK_PLAN_BUCKET}; null where none is set. */
    static @Nullable PlanBucket of(Map<String, String> environment) {
        @Nullable String name = Setting.PLAN_BUCKET.text(environment);
        if (name == null) {
            return null;
        }
        @Nullable String endpoint = environment.get("AWS_ENDPOINT_URL_S3");
        endpoint = endpoint == null || endpoint.isBlank() ? environment.get("AWS_ENDPOINT_URL") : endpoint;
        return new PlanBucket(name, endpoint == null || endpoint.isBlank() ? null : URI.create(endpoint.strip()));
    }

    /**
     * The bucket, where there is one.
     *
     * @throws TidemarkException TDM-638 where none is configured
     */
    static PlanBucket required(@Nullable PlanBucket bucket) {
        if (bucket == null) {
            throw TidemarkException.of(
                    "TDM-638",
                    "this function has no bucket for schemas and plans that are too big for a request",
                    "set TIDEMARK_PLAN_BUCKET of the function (parameter PlanBucket of the template)");
        }
        return bucket;
    }

    /**
     * What is there.
     *
     * @param field where the URL stood, for errors: they never have the URL
     * @throws TidemarkException TDM-611 for a URL of another place or too many bytes, TDM-637 where S3 does not yield it
     */
    byte[] get(String field, String url, int most) {
        try {
            HttpURLConnection connection = open(checked(field, url));
            expect(connection, "read");
            try (InputStream in = connection.getInputStream()) {
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw Candidate.wrong(field, "leads to more than " + (most >> 20) + " MB");
                }
                return bytes;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * Puts it there.
     *
     * @throws TidemarkException as with {@link #get}
     */
    void put(String field, String url, byte[] bytes) {
        try {
            HttpURLConnection connection = open(checked(field, url));
            connection.setRequestMethod("PUT");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(bytes.length);
            // Without this the JDK says that it is a form, which is not what was signed.
            connection.setRequestProperty("Content-Type", "application/octet-stream");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(bytes);
            }
            expect(connection, "written");
            connection.disconnect();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** The URL, if it leads into this bucket and nowhere else. */
    URI checked(String field, String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw Candidate.wrong(field, "is no URL");
        }
        boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null && uri.getHost() != null;
        if (!plain || !(endpoint == null ? atAws(uri) : atEndpoint(uri, endpoint))) {
            throw Candidate.wrong(field, "does not lead into the bucket " + name);
        }
        return uri;
    }

    private boolean atAws(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean virtual = host.startsWith(name + ".")
                && AWS.matcher(host.substring(name.length() + 1)).matches();
        boolean byPath = AWS.matcher(host).matches() && inPath(uri);
        return "https".equals(uri.getScheme()) && uri.getPort() == -1 && (virtual || byPath);
    }

    private boolean atEndpoint(URI uri, URI at) {
        boolean sameDoor = Objects.equals(uri.getScheme(), at.getScheme()) && uri.getPort() == at.getPort();
        boolean virtual = uri.getHost().equalsIgnoreCase(name + "." + at.getHost());
        return sameDoor && (virtual || (uri.getHost().equalsIgnoreCase(at.getHost()) && inPath(uri)));
    }

    private boolean inPath(URI uri) {
        String path = uri.getRawPath();
        return path.startsWith("/" + name + "/") && !path.contains("/../") && !path.endsWith("/..");
    }

    private HttpURLConnection open(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        int patient = Math.toIntExact(Math.max(1, patience.toMillis()));
        connection.setConnectTimeout(Math.min(patient, Math.toIntExact(CONNECT.toMillis())));
        connection.setReadTimeout(patient);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        return connection;
    }

    private void expect(HttpURLConnection connection, String done) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            connection.disconnect();
            throw failed("the object could not be " + done + ": HTTP " + status, status >= 500 || status == 429);
        }
    }

    /** The exception's words may be the URL. */
    private TidemarkException unreachable(IOException e) {
        return failed(
                "S3 does not answer: " + e.getClass().getSimpleName()
                        + ". In a private subnet an S3 gateway endpoint is needed",
                true);
    }

    private TidemarkException failed(String what, boolean retriable) {
        Problem problem =
                Problem.of("TDM-637", null, "bucket " + name + ", by a pre-signed URL: " + what, null, null, List.of());
        return new TidemarkException(problem, retriable, null);
    }
}
