package dev.tidemark.connect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of an endpoint of RDS: {@code db.c0ffee.eu-central-1.rds.amazonaws.com} ("Endpoint" in the API reference of RDS), in China
 * {@code db.c0ffee.rds.cn-north-1.amazonaws.com.cn} or, of old, {@code …cn-north-1.rds.amazonaws.com.cn}.
 *
 * @param region such as {@code eu-central-1}; {@code global} where the name tells none
 * @param proxy whether it is an RDS Proxy, whose certificates Amazon's public authorities sign
 */
record RdsHost(String region, boolean proxy) {
    private static final String GLOBAL = ".rds.amazonaws.com";
    private static final String CHINA = ".amazonaws.com.cn";
    private static final String SERVICE = "rds";

    /** Whether it is the writer's endpoint of an Aurora Global Database, {@code db.global-c0ffee.global.…}, which may be in any region. */
    boolean global() {
        return region.equals("global");
    }

    /** Null for any other name. */
    static @Nullable RdsHost of(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.endsWith(GLOBAL)) {
            return beforeService(name.substring(0, name.length() - GLOBAL.length()));
        }
        if (!name.endsWith(CHINA)) {
            return null;
        }
        String rest = name.substring(0, name.length() - CHINA.length());
        String last = lastLabel(rest);
        if (last.equals(SERVICE)) {
            return beforeService(without(rest, last));
        }
        String before = without(rest, last);
        return lastLabel(before).equals(SERVICE) ? of(without(before, SERVICE), last) : null;
    }

    /** {@code db.c0ffee.eu-central-1}. */
    private static @Nullable RdsHost beforeService(String name) {
        String region = lastLabel(name);
        return of(without(name, region), region);
    }

    private static @Nullable RdsHost of(String endpoint, String region) {
        return endpoint.isEmpty() || region.isEmpty()
                ? null
                : new RdsHost(region, lastLabel(endpoint).startsWith("proxy-"));
    }

    private static String lastLabel(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String without(String name, String lastLabel) {
        return name.length() <= lastLabel.length() ? "" : name.substring(0, name.length() - lastLabel.length() - 1);
    }
}
