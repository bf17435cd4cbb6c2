package dev.tidemark.identity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every {@code TIDEMARK_*} environment variable. */
public enum Setting {
    MODE,
    ON_FAILURE,
    APP,
    CONTROL_SCHEMA,
    GENERATION,
    LINEAGE,
    BUDGET,
    INIT_RESERVE,
    FUNCTION_TIMEOUT,
    WAIT_TIMEOUT,
    POLL_INTERVAL,
    LEASE_TTL,
    LOCK_TIMEOUT,
    LOCK_ATTEMPTS,
    CONNECT_TIMEOUT,
    URL,
    USER,
    PASSWORD,
    DEPLOYER_URL,
    DEPLOYER_USER,
    DEPLOYER_PASSWORD,
    DIRECT_URL,
    OWNER,
    RUNTIME_ROLES,
    ALLOW,
    ALLOW_BREAKING,
    ADOPT;

    /** {@code TIDEMARK_} and the constant's name. */
    public String variable() {
        return "TIDEMARK_".concat(name());
    }

    /** The value, trimmed; its default where unset or blank; null where it has none. One of the {@code choices} in lower case for a choice. */
    public @Nullable String text(Map<String, String> env) {
        throw new UnsupportedOperationException(env.toString());
    }

    /** Null where unset and without default. */
    public @Nullable Duration duration(Map<String, String> env) {
        throw new UnsupportedOperationException(env.toString());
    }

    /** Null where unset and without default. */
    public @Nullable Long number(Map<String, String> env) {
        throw new UnsupportedOperationException(env.toString());
    }

    /** {@code true} or {@code false}. */
    public boolean flag(Map<String, String> env) {
        throw new UnsupportedOperationException(env.toString());
    }

    /** Comma-separated, blanks around names ignored; empty where unset. */
    public List<String> list(Map<String, String> env) {
        throw new UnsupportedOperationException(env.toString());
    }
}
