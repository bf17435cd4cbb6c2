package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** What a token has to be signed for, and what a refusal of it means. */
final class IamLogin {
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(2);

    private IamLogin() {}

    /**
     * The one user at the one address that a token is good for.
     *
     * @throws TidemarkException TDM-605 for several hosts, or no user
     */
    static String user(PGSimpleDataSource source, Target target) {
        if (source.getServerNames().length > 1) {
            throw TidemarkException.of(
                    "TDM-605", "an IAM token is signed for one host, and the address names several", "name one");
        }
        @Nullable String user = source.getUser();
        if (user == null) {
            throw TidemarkException.of(
                    "TDM-605",
                    target.role().iam().variable() + " is set, and "
                            + target.role().user().variable() + " is not: a token is signed for a user",
                    target.role().user().variable() + "=…");
        }
        return user;
    }

    /**
     * The database's: from its name, else the function's own.
     *
     * @throws TidemarkException TDM-425 where neither tells
     */
    static String region(String host, Map<String, String> environment) {
        @Nullable RdsHost rds = RdsHost.of(host);
        if (rds != null && !rds.global()) {
            return rds.region();
        }
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            @Nullable String region = Address.given(environment, variable);
            if (region != null) {
                return region;
            }
        }
        throw TidemarkException.of(
                "TDM-425",
                "an IAM token is signed for a region; " + host + " names none, and AWS_REGION is not set",
                "AWS_REGION=…");
    }

    static long millis(Duration longest) {
        return Math.max(1, (longest.compareTo(LONGEST_FETCH) < 0 ? longest : LONGEST_FETCH).toMillis());
    }

    static TidemarkException refused(
            SQLException e, String where, String user, String region, AwsCredentials credentials) {
        return ConnectionFaults.retold(
                ConnectionFaults.of(e, where),
                where,
                where,
                List.of(
                        "the password was an IAM token for \"" + user + "\" in " + region
                                + ", signed just now with the credentials of " + credentials.source(),
                        "GRANT rds_iam TO \"" + user + "\", and IAM authentication switched on for the database",
                        "{\"Effect\": \"Allow\", \"Action\": \"rds-db:connect\", \"Resource\": \"arn:aws:rds-db:"
                                + region + ":ACCOUNT:dbuser:RESOURCE_ID/" + user + "\"}"));
    }
}
