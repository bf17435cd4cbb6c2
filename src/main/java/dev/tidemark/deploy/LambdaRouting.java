package dev.tidemark.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;

/** As the Lambda API says: the alias's versions, and those with provisioned concurrency. */
public final class LambdaRouting implements Routing {
    /** As Lambda writes times: {@code 2026-11-30T07:00:00.000+0000}. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    @Override
    public Map<String, Instant> serving(String function, String alias, Duration left) {
        try (LambdaClient lambda = LambdaClients.within(left)) {
            Set<String> versions =
                    routed(lambda.getAlias(r -> r.functionName(function).name(alias)));
            for (ProvisionedConcurrencyConfigListItem warm : lambda.listProvisionedConcurrencyConfigsPaginator(
                            r -> r.functionName(function))
                    .provisionedConcurrencyConfigs()) {
                String qualifier =
                        warm.functionArn().substring(warm.functionArn().lastIndexOf(':') + 1);
                versions.addAll(
                        qualifier.matches("[0-9]+")
                                ? Set.of(qualifier)
                                : routed(lambda.getAlias(
                                        r -> r.functionName(function).name(qualifier))));
            }
            Map<String, Instant> serving = new TreeMap<>();
            for (String version : versions) {
                String modified = lambda.getFunctionConfiguration(
                                r -> r.functionName(function).qualifier(version))
                        .lastModified();
                serving.put(version, OffsetDateTime.parse(modified, TIME).toInstant());
            }
            return serving;
        } catch (SdkException e) {
            throw new IllegalStateException(LambdaClients.firstLine(e), e);
        }
    }

    private static Set<String> routed(GetAliasResponse alias) {
        Set<String> versions = new TreeSet<>(Set.of(alias.functionVersion()));
        @Nullable AliasRoutingConfiguration shifting = alias.routingConfig();
        if (shifting != null && shifting.hasAdditionalVersionWeights()) {
            versions.addAll(shifting.additionalVersionWeights().keySet());
        }
        return versions;
    }
}
