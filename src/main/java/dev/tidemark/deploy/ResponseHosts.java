package dev.tidemark.deploy;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer may be sent. An event names any URL it likes, and whoever may invoke the function could have it connect to any port that its network reaches;
 * so only S3's names in the function's own partition are opened ("Amazon Simple Storage Service endpoints and quotas"), by https and on its port.
 */
public final class ResponseHosts {
    /** What is before the partition's domain: S3's name of an endpoint, with or without region, the bucket before it or in the path. */
    private static final Pattern S3 = Pattern.compile(
            "(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\.)?s3(?:\\.dualstack)?(?:[.-][a-z]+(?:-[a-z]+)+-\\d+)?");

    private static final int HTTPS = 443;

    private final String domain;
    private final Set<String> plainHosts;

    private ResponseHosts(String domain, Set<String> plainHosts) {
        this.domain = domain;
        this.plainHosts = Set.copyOf(plainHosts);
    }

    /** S3 of the partition that {@code AWS_REGION} is in, which Lambda sets. */
    public static ResponseHosts ofS3(Map<String, String> environment) {
        return new ResponseHosts(domain(environment.get("AWS_REGION")), Set.of());
    }

    /** Those, and http on any port of one host: for tests, whose S3 is a server of their own. */
    public ResponseHosts andPlain(String host) {
        Set<String> hosts = new HashSet<>(plainHosts);
        hosts.add(host);
        return new ResponseHosts(domain, hosts);
    }

    boolean include(URI uri) {
        @Nullable String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return false;
        }
        if ("http".equals(uri.getScheme())) {
            return plainHosts.contains(host);
        }
        String name = host.toLowerCase(Locale.ROOT);
        return "https".equals(uri.getScheme())
                && (uri.getPort() == -1 || uri.getPort() == HTTPS)
                && name.endsWith("." + domain)
                && S3.matcher(name.substring(0, name.length() - domain.length() - 1))
                        .matches();
    }

    /** The partition's domain ("AWS service endpoints"); it is what {@code AWS::URLSuffix} gives. */
    private static String domain(@Nullable String region) {
        String name = region == null ? "" : region;
        if (name.startsWith("cn-")) {
            return "amazonaws.com.cn";
        }
        if (name.startsWith("eusc-")) {
            return "amazonaws.eu";
        }
        if (name.startsWith("us-isob-")) {
            return "sc2s.sgov.gov";
        }
        if (name.startsWith("us-isof-") || name.startsWith("us-isog-")) {
            return "csp.hci.ic.gov";
        }
        if (name.startsWith("eu-isoe-")) {
            return "cloud.adc-e.uk";
        }
        return name.startsWith("us-iso-") ? "c2s.ic.gov" : "amazonaws.com";
    }

    @Override
    public String toString() {
        return "s3.…." + domain;
    }
}
