package dev.tidemark.lambda;

import dev.tidemark.Hazard;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.Databases;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Generations;
import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link SyncOptions} from {@code TIDEMARK_*}, cut to the time that there is. */
final class EnvironmentOptions {
    /** A lease shorter than this is lost to a slow network; a longer one than the budget only makes the next one wait. */
    private static final Duration LEAST_TTL = Duration.ofSeconds(5);

    private static final Duration LEAST_LOCK_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LEAST_BUDGET = Duration.ofMillis(100);

    private static final int MOST_NAMED = 300;

    private EnvironmentOptions() {}

    /** Everything but the mode, which depends on who asks; {@code left} is what the run may take, its waits included. */
    static SyncOptions of(Map<String, String> environment, Duration left) {
        SyncOptions defaults = SyncOptions.defaults();
        Duration budget = longer(shorter(left, or(Setting.BUDGET, environment, left)), LEAST_BUDGET);
        Generation generation = Generations.fromEnvironment(environment);
        @Nullable String controlSchema = Setting.CONTROL_SCHEMA.text(environment);
        @Nullable Long attempts = Setting.LOCK_ATTEMPTS.number(environment);
        return defaults.withApp(Setting.APP.text(environment))
                .withControlSchema(controlSchema == null ? defaults.controlSchema() : controlSchema)
                .withOwner(Setting.OWNER.text(environment))
                .withRuntimeRoles(Setting.RUNTIME_ROLES.list(environment))
                .withAllowed(hazards(Setting.ALLOW.variable(), Setting.ALLOW.list(environment)))
                .withBreakingAllowed(Setting.ALLOW_BREAKING.flag(environment))
                .withAdopt(adopt(Setting.ADOPT.text(environment)))
                .withSchemas(Setting.SCHEMAS.list(environment))
                .withPrivileges(privileges(Setting.PRIVILEGES.text(environment)))
                .withLineage(generation.lineage())
                .withGeneration(generation.known() ? generation.number() : null)
                .withBudget(budget)
                .withWaitTimeout(shorter(or(Setting.WAIT_TIMEOUT, environment, defaults.waitTimeout()), budget))
                .withPollInterval(or(Setting.POLL_INTERVAL, environment, defaults.pollInterval()))
                .withLeaseTtl(
                        shorter(or(Setting.LEASE_TTL, environment, defaults.leaseTtl()), longer(budget, LEAST_TTL)))
                .withLockTimeout(shorter(
                        or(Setting.LOCK_TIMEOUT, environment, defaults.lockTimeout()),
                        longer(budget.dividedBy(4), LEAST_LOCK_TIMEOUT)))
                .withLockAttempts(attempts == null ? defaults.lockAttempts() : Math.toIntExact(attempts))
                .withDirect(Databases.direct(environment, budget));
    }

    /**
     * Hazards by their names.
     *
     * @throws TidemarkException TDM-603 for names that there are not, all of them
     */
    static Set<Hazard> hazards(String where, List<String> names) {
        Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Arrays.stream(Hazard.values())
                    .filter(h -> h.name().equals(name.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .ifPresentOrElse(hazards::add, () -> unknown.add(name));
        }
        if (!unknown.isEmpty()) {
            String named = "\"" + String.join("\", \"", unknown) + "\"";
            throw TidemarkException.of(
                    "TDM-603",
                    where + " names the hazard "
                            + (named.length() > MOST_NAMED ? named.substring(0, MOST_NAMED) + "…" : named)
                            + "; there are " + Arrays.toString(Hazard.values()));
        }
        return hazards;
    }

    private static SyncOptions.Adopt adopt(@Nullable String text) {
        if (text == null) {
            return SyncOptions.defaults().adopt();
        }
        for (SyncOptions.Adopt adopt : SyncOptions.Adopt.values()) {
            if (adopt.name().equalsIgnoreCase(text)) {
                return adopt;
            }
        }
        throw TidemarkException.of("TDM-603", "TIDEMARK_ADOPT is \"" + text + "\"; it is declared or schema");
    }

    private static SyncOptions.Privileges privileges(@Nullable String text) {
        if (text == null) {
            return SyncOptions.defaults().privileges();
        }
        for (SyncOptions.Privileges privileges : SyncOptions.Privileges.values()) {
            if (privileges.name().equalsIgnoreCase(text)) {
                return privileges;
            }
        }
        throw TidemarkException.of("TDM-603", "TIDEMARK_PRIVILEGES is \"" + text + "\"; it is declared, all or ignore");
    }

    private static Duration or(Setting setting, Map<String, String> environment, Duration fallback) {
        @Nullable Duration given = setting.duration(environment);
        return given == null ? fallback : given;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
