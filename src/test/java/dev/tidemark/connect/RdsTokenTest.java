package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;

/** Our tokens against those of the SDK, under the same clock. */
final class RdsTokenTest {
    private static final String KEY = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-23T08:00:00Z, db.c0ffee.eu-central-1.rds.amazonaws.com, 5432, app, eu-central-1, -",
                "2026-01-02T03:04:05Z, db.c0ffee.us-east-1.rds.amazonaws.com, 6543, app, us-east-1,"
                        + " IQoJ/+b3JpZ2luX2VjEA==",
                "2026-12-31T23:59:59.999Z, p.proxy-c0ffee.eu-west-1.rds.amazonaws.com, 5432, App User, eu-west-1, t",
                "2024-02-29T12:00:00Z, db.c0ffee.eu-central-1.rds.amazonaws.com, 5432, a+b&c=d/e?f#g, eu-central-1, t",
                "2026-11-23T08:00:00Z, db.c0ffee.eu-central-1.rds.amazonaws.com, 5432, größe~*.-_%20, eu-central-1, t",
                "2026-11-23T08:00:00Z, alias.internal, 5432, iam@example.org, ap-southeast-2, -",
            })
    void equalsTheSdks(Instant now, String host, int port, String user, String region, String sessionToken)
            throws ReflectiveOperationException {
        AwsCredentials credentials = new AwsCredentials(KEY, SECRET, sessionToken, "test");
        String expected = sdk(now, region, sessionToken)
                .generateAuthenticationToken(r -> r.hostname(host).port(port).username(user));
        assertEquals(parts(expected), parts(RdsToken.sign(host, port, user, region, credentials, now)));
    }

    /** The address, and the parameters, whose order means nothing: what is signed has them sorted. */
    private static List<String> parts(String token) {
        int query = token.indexOf('?');
        List<String> parts = new ArrayList<>(List.of(token.substring(query + 1).split("&")));
        Collections.sort(parts);
        parts.add(token.substring(0, query));
        return parts;
    }

    @Test
    void theRegionIsTheDatabasesOwn() {
        Map<String, String> environment = Map.of("AWS_REGION", "eu-west-1");
        assertEquals("us-east-2", IamLogin.region("db.c0ffee.us-east-2.rds.amazonaws.com", environment));
        assertEquals("eu-west-1", IamLogin.region("alias.internal", environment));
        assertEquals("eu-west-1", IamLogin.region("db.global-c0ffee.global.rds.amazonaws.com", environment));
        TidemarkException fault =
                assertThrows(TidemarkException.class, () -> IamLogin.region("alias.internal", Map.of()));
        assertEquals("TDM-425", fault.code());
        assertTrue(fault.getMessage().contains("AWS_REGION"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "db.c0ffee.eu-central-1.rds.amazonaws.com, eu-central-1, false",
                "DB.C0FFEE.EU-CENTRAL-1.RDS.AMAZONAWS.COM., eu-central-1, false",
                "db.cluster-ro-c0ffee.us-gov-west-1.rds.amazonaws.com, us-gov-west-1, false",
                "c.cluster-custom-c0ffee.eu-central-1.rds.amazonaws.com, eu-central-1, false",
                "db.shardgrp-c0ffee.eu-central-1.rds.amazonaws.com, eu-central-1, false",
                "db.global-c0ffee.global.rds.amazonaws.com, global, false",
                "p.proxy-c0ffee.eu-central-1.rds.amazonaws.com, eu-central-1, true",
                "e.endpoint.proxy-c0ffee.eu-central-1.rds.amazonaws.com, eu-central-1, true",
                "db.c0ffee.rds.cn-north-1.amazonaws.com.cn, cn-north-1, false",
                "db.c0ffee.cn-north-1.rds.amazonaws.com.cn, cn-north-1, false",
                "p.proxy-c0ffee.rds.cn-northwest-1.amazonaws.com.cn, cn-northwest-1, true",
                "proxy-me.c0ffee.eu-central-1.rds.amazonaws.com, eu-central-1, false",
                "db.rds.amazonaws.com.example.org, -, false",
                "s3.eu-central-1.amazonaws.com, -, false",
                "rds.amazonaws.com, -, false",
                "eu-central-1.rds.amazonaws.com, -, false",
                "localhost, -, false",
            })
    void namesOfRdsAreKnown(String host, String region, boolean proxy) {
        assertEquals(region == null ? null : new RdsHost(region, proxy), RdsHost.of(host));
    }

    private static RdsUtilities sdk(Instant now, String region, String sessionToken)
            throws ReflectiveOperationException {
        Object builder = RdsUtilities.builder()
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(
                        sessionToken == null
                                ? AwsBasicCredentials.create(KEY, SECRET)
                                : AwsSessionCredentials.create(KEY, SECRET, sessionToken)));
        Class<?> type = Class.forName("software.amazon.awssdk.services.rds.DefaultRdsUtilities");
        Constructor<?> withClock = type.getDeclaredConstructor(builder.getClass(), Clock.class);
        withClock.setAccessible(true);
        return (RdsUtilities) withClock.newInstance(builder, Clock.fixed(now, ZoneOffset.UTC));
    }
}
