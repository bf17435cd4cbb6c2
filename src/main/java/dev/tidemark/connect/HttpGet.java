package dev.tidemark.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One GET from this machine's own endpoints, past every proxy. By HttpURLConnection, since java.net.http costs a cold JVM a dozen times as much (ADR 2).
 *
 * @param status HTTP's
 * @param body at most {@link #MOST} bytes; may be secret
 */
record HttpGet(int status, String body) {
    private static final int MOST = 256 * 1024;
    private static final int OK = 200;
    private static final int FIRST_ERROR = 400;

    /**
     * Asks.
     *
     * @param millis for the connect, and again for each read; at least 1
     * @throws java.net.SocketTimeoutException where nothing came in time
     */
    static HttpGet of(URI uri, Map<String, String> headers, long millis) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        int timeout = (int) Math.min(Integer.MAX_VALUE, Math.max(1, millis));
        connection.setConnectTimeout(timeout);
        connection.setReadTimeout(timeout);
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false);
        headers.forEach(connection::setRequestProperty);
        try {
            int status = connection.getResponseCode();
            return new HttpGet(status, body(connection, status));
        } finally {
            connection.disconnect();
        }
    }

    boolean ok() {
        return status == OK;
    }

    private static String body(HttpURLConnection connection, int status) throws IOException {
        try (@Nullable
                InputStream in = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }

    /** Without its body. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
