package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.AwsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function fetches from one bucket and from nowhere else. */
final class PlanBucketTest {
    private static final PlanBucket AT_AWS = new PlanBucket("plans", null);
    private static final PlanBucket ELSEWHERE = new PlanBucket("plans", URI.create("http://127.0.0.1:4510"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://plans.s3.amazonaws.com/tidemark/k?X-Amz-Signature=s",
                "https://plans.s3.eu-central-1.amazonaws.com/k",
                "https://plans.s3.dualstack.us-gov-west-1.amazonaws.com/k",
                "https://plans.s3.cn-north-1.amazonaws.com.cn/k",
                "https://s3.eu-central-1.amazonaws.com/plans/k",
                "https://s3.amazonaws.com/plans/k",
            })
    void urlsOfTheBucketAreTaken(String url) {
        assertEquals(URI.create(url), AT_AWS.checked("schema.url", url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://plans.s3.amazonaws.com/k",
                "https://others.s3.amazonaws.com/k",
                "https://s3.amazonaws.com/others/k",
                "https://s3.amazonaws.com/plansandmore/k",
                "https://s3.amazonaws.com/plans/../others/k",
                "https://plans.s3.amazonaws.com.evil.test/k",
                "https://plans.evil.test/s3.amazonaws.com/k",
                "https://plans.s3.evil.amazonaws.com/k",
                "https://plans.execute-api.eu-central-1.amazonaws.com/k",
                "https://plans.s3.amazonaws.com@evil.test/k",
                "https://evil.test#plans.s3.amazonaws.com/k",
                "https://plans.s3.amazonaws.com:8443/k",
                "https://169.254.169.254/plans/k",
                "http://127.0.0.1:4510/plans/k",
                "file:///etc/passwd",
                "https:///plans/k",
                "jar:https://plans.s3.amazonaws.com/k!/x",
                "no url at all",
                "",
            })
    void allOthersAreRefusedAndNotRepeated(String url) {
        TidemarkException e = assertThrows(TidemarkException.class, () -> AT_AWS.checked("schema.url", url));
        assertEquals("TDM-611", e.code());
        assertFalse(!url.isEmpty() && e.getMessage().contains(url), e.getMessage());
    }

    @Test
    void withAnEndpointOfItsOwnOnlyThatOneIsTaken() {
        assertEquals(
                "/plans/k",
                ELSEWHERE.checked("f", "http://127.0.0.1:4510/plans/k").getPath());
        for (String url : new String[] {
            "http://127.0.0.1:4510/others/k",
            "http://127.0.0.1:9000/plans/k",
            "https://127.0.0.1:4510/plans/k",
            "http://localhost:4510/plans/k",
            "https://plans.s3.amazonaws.com/k"
        }) {
            assertThrows(TidemarkException.class, () -> ELSEWHERE.checked("f", url), url);
        }
    }

    @Test
    void itIsReadFromTheEnvironment() {
        assertNull(PlanBucket.of(Map.of("AWS_ENDPOINT_URL", "http://h")));
        assertEquals(
                "TDM-638",
                assertThrows(TidemarkException.class, () -> PlanBucket.required(null))
                        .code());
        PlanBucket bucket = Objects.requireNonNull(PlanBucket.of(Map.of(
                "TIDEMARK_PLAN_BUCKET", "b", "AWS_ENDPOINT_URL", "http://h", "AWS_ENDPOINT_URL_S3", "http://s3")));
        assertEquals(new PlanBucket("b", URI.create("http://s3")), bucket);
    }

    @Test
    void failuresNeverTellTheUrl() throws IOException {
        try (AwsServer aws = AwsServer.start((function, event) -> AwsServer.Answer.of("{}"))) {
            PlanBucket bucket = new PlanBucket("plans", URI.create(aws.url()));
            String signed = "?X-Amz-Expires=900&X-Amz-Signature=hush";
            assertTold("HTTP 404", false, bucket, aws.url() + "/plans/none" + signed);
            assertTold("HTTP 403", false, bucket, aws.url() + "/plans/none?hush");
            aws.objects().put("plans/big", new byte[1000]);
            TidemarkException e = assertThrows(
                    TidemarkException.class, () -> bucket.get("schema.url", aws.url() + "/plans/big" + signed, 999));
            assertEquals("TDM-611", e.code());
            assertEquals(1000, bucket.get("schema.url", aws.url() + "/plans/big" + signed, 1000).length);
        }
        PlanBucket gone = new PlanBucket("plans", URI.create("http://127.0.0.1:9"));
        assertTold("does not answer", true, gone, "http://127.0.0.1:9/plans/k?hush");
    }

    @Test
    void redirectsAreNotFollowed() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean first = exchange.getRequestURI().getPath().startsWith("/plans/");
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(first ? 302 : 200, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertTold("HTTP 302", false, new PlanBucket("plans", URI.create(url)), url + "/plans/k?hush");
        } finally {
            server.stop(0);
        }
    }

    private static void assertTold(String words, boolean retriable, PlanBucket bucket, String url) {
        TidemarkException e = assertThrows(TidemarkException.class, () -> bucket.get("schema.url", url, 10));
        assertEquals("TDM-637", e.code());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(retriable, e.retriable());
        assertFalse(
                e.getMessage().contains("hush") || String.valueOf(e.getCause()).contains("hush"), e.toString());
    }
}
