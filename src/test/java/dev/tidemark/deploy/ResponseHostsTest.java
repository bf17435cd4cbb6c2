package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event's ResponseURL leads to S3, or is not opened. */
final class ResponseHostsTest {
    private static final String BUCKET = "cloudformation-custom-resource-response-";

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, eucentral1.s3.eu-central-1.amazonaws.com",
        "us-east-1, useast1.s3.amazonaws.com",
        "us-east-1, useast1.s3.us-east-1.amazonaws.com:443",
        "us-east-1, useast1.s3-us-west-2.amazonaws.com",
        "us-gov-west-1, usgovwest1.s3.us-gov-west-1.amazonaws.com",
        "eu-west-1, euwest1.s3.dualstack.eu-west-1.amazonaws.com",
        "cn-north-1, cnnorth1.s3.cn-north-1.amazonaws.com.cn",
        "us-iso-east-1, isoeast1.s3.us-iso-east-1.c2s.ic.gov",
        "us-isob-east-1, isobeast1.s3.us-isob-east-1.sc2s.sgov.gov",
        "eusc-de-east-1, euscdeeast1.s3.eusc-de-east-1.amazonaws.eu",
    })
    void whereCloudFormationWaitsIsS3OfItsPartition(String region, String host) {
        ResponseHosts hosts = ResponseHosts.ofS3(Map.of("AWS_REGION", region));
        assertTrue(hosts.include(URI.create("https://" + BUCKET + host + "/arn%3Aaws?X-Amz-Signature=1")));
        assertTrue(hosts.include(URI.create("https://" + host.replaceFirst("^[a-z0-9]*\\.", "") + "/" + BUCKET + "x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://b.s3.eu-central-1.amazonaws.com/x",
                "https://b.s3.eu-central-1.amazonaws.com:5432/x",
                "https://b.s3.cn-north-1.amazonaws.com.cn/x",
                "https://b.s3.eu-central-1.amazonaws.com.evil.org/x",
                "https://b.s3.eu-central-1.evil-amazonaws.com/x",
                "https://evil.org/b.s3.eu-central-1.amazonaws.com",
                "https://evil.org#.s3.eu-central-1.amazonaws.com",
                "https://b.s3.eu-central-1.amazonaws.com@evil.org/x",
                "https://evil.org@b.s3.eu-central-1.amazonaws.com/x",
                "https://10.0.0.5/x",
                "https://localhost/x",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/x",
                "https://vpce-1-2.s3.eu-central-1.vpce.amazonaws.com/x",
                "https://b.execute-api.eu-central-1.amazonaws.com/x",
                "https://ec2-1-2-3-4.eu-central-1.compute.amazonaws.com/x",
                "https://db.c1.eu-central-1.rds.amazonaws.com/x",
                "https://s3.evil.amazonaws.com/x",
                "https://amazonaws.com/x",
                "ftp://b.s3.eu-central-1.amazonaws.com/x",
                "jar:file:/x!/y",
                "file:///etc/passwd",
                "//b.s3.eu-central-1.amazonaws.com/x",
                "no url at all",
                "https://b.s3.eu-central-1.amazonaws.com\\@evil.org/x"
            })
    void anythingElseIsRefusedAndNotRepeated(String url) {
        ResponseHosts hosts = ResponseHosts.ofS3(Map.of("AWS_REGION", "eu-central-1"));
        TidemarkException fault = assertThrows(TidemarkException.class, () -> ResponseUrl.parse(url, hosts));
        assertEquals("TDM-620", fault.code());
        assertTrue(!fault.getMessage().contains(url) && !fault.getMessage().contains("evil"), fault.getMessage());
    }

    /** Whether a port inside the VPC takes connections is nobody's to find out by this function. */
    @Test
    void nothingConnectsToAHostThatIsNoneOfS3() throws IOException {
        Access none = new Access() {
            @Override
            public SyncOptions options(Duration left) {
                throw new AssertionError("the work was begun");
            }

            @Override
            public DataSource dataSource(Duration left) {
                throw new AssertionError("the work was begun");
            }
        };
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CustomResource resource = new CustomResource(Map.of(), none, ResponseHosts.ofS3(Map.of()));
            for (String scheme : List.of("http", "https")) {
                Map<String, Object> event = new HashMap<>(Map.of(
                        "RequestType", "Create", "StackId", "s", "RequestId", "r", "LogicalResourceId", "Schema"));
                event.put("ResponseURL", scheme + "://127.0.0.1:" + port.getLocalPort() + "/x");
                TidemarkException fault = assertThrows(
                        TidemarkException.class, () -> unused(resource.answer(event, Duration.ofSeconds(60))));
                assertEquals("TDM-620", fault.code());
            }
            port.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, port::accept, "a connection waits in the backlog");
        }
    }

    private static void unused(Map<String, @Nullable Object> line) {
        assertTrue(line.isEmpty());
    }
}
