package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.identity.Setting;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much time is left before Lambda ends what runs now; the one source of time of a function.
 *
 * <p>{@code TIDEMARK_INIT_RESERVE} (1 s) is taken off each limit: time to close connections, for the rest of the function's own initialisation, to answer.
 * Immutable, and read against the monotonic clock, which goes on while an environment is frozen.
 */
public final class Budget {
    /**
     * The limit of the init phase on demand, counted from the start of the JVM (Lambda's documentation, "Understanding the execution environment lifecycle").
     */
    public static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    /** The least limit of the init phase under provisioned concurrency and SnapStart; the function's time limit where that is longer (same page). */
    public static final Duration EXTENDED_INIT_LIMIT = Duration.ofSeconds(130);

    /** The longest that Lambda lets anything run. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** The limit of the hooks after a restore ("Lambda SnapStart runtime hooks"). */
    public static final Duration RESTORE_LIMIT = Duration.ofSeconds(10);

    private final long deadline;

    private Budget(long deadline) {
        this.deadline = deadline;
    }

    /**
     * What is left of the init phase. Outside Lambda ({@code AWS_LAMBDA_INITIALIZATION_TYPE} unset) there is none: its limit then counts from now.
     *
     * @param environment {@code AWS_LAMBDA_INITIALIZATION_TYPE}; {@code TIDEMARK_FUNCTION_TIMEOUT}, since Lambda tells a function its time limit only in an
     *     invocation; {@code TIDEMARK_INIT_RESERVE}
     */
    public static Budget init(Map<String, String> environment) {
        String type = environment.get("AWS_LAMBDA_INITIALIZATION_TYPE");
        Duration spent = type == null ? Duration.ZERO : sinceJvmStart();
        return of(initLimit(type, environment).minus(spent).minus(reserve(environment)));
    }

    /** What is left of an invocation. */
    public static Budget invocation(Context context, Map<String, String> environment) {
        return of(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(reserve(environment)));
    }

    /** What the hooks after a restore may take, from now. */
    public static Budget restore(Map<String, String> environment) {
        return of(RESTORE_LIMIT.minus(reserve(environment)));
    }

    /** So much from now; nothing where it is negative. */
    public static Budget of(Duration left) {
        return new Budget(System.nanoTime() + left.toNanos());
    }

    /** The time that is left; zero where there is none. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** The same, but no more than so much from now. */
    Budget atMost(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        return end - deadline < 0 ? new Budget(end) : this;
    }

    /** Whether at least so much is left. */
    public boolean has(Duration needed) {
        return remaining().compareTo(needed) >= 0;
    }

    static Duration initLimit(@Nullable String type, Map<String, String> environment) {
        if (type == null || type.equals("on-demand")) {
            return INIT_LIMIT;
        }
        return isExtended(type) ? extendedLimit(environment) : INIT_LIMIT;
    }

    private static Duration reserve(Map<String, String> environment) {
        return Objects.requireNonNull(Setting.INIT_RESERVE.duration(environment));
    }

    private static boolean isExtended(String type) {
        return type.equals("provisioned-concurrency")
                || type.equals("snap-start")
                || type.equals("lambda-managed-instances");
    }

    private static Duration extendedLimit(Map<String, String> environment) {
        @Nullable Duration timeout = Setting.FUNCTION_TIMEOUT.duration(environment);
        if (timeout == null || timeout.compareTo(EXTENDED_INIT_LIMIT) < 0) {
            return EXTENDED_INIT_LIMIT;
        }
        return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    /** From the process, not from a class of ours: the JVM's own start and the runtime's spend the same limit. */
    private static Duration sinceJvmStart() {
        try {
            return Duration.ofMillis(Math.max(0, 10 * (uptime() - started())));
        } catch (IOException | RuntimeException e) {
            Instant now = Instant.now();
            Instant started = ProcessHandle.current().info().startInstant().orElse(now);
            return started.isAfter(now) ? Duration.ZERO : Duration.between(started, now);
        }
    }

    /** The first figure of {@code /proc/uptime}, in hundredths of a second. */
    private static long uptime() throws IOException {
        String uptime = text("/proc/uptime");
        int dot = uptime.indexOf('.');
        return Long.parseLong(uptime.substring(0, dot).concat(uptime.substring(dot + 1, dot + 3)));
    }

    /**
     * When this process began, in hundredths of a second since the start of the kernel: field 22 of {@code /proc/self/stat}, whose field 2 stands in parentheses
     * and may hold anything. {@link ProcessHandle} says the same with seven classes more.
     */
    private static long started() throws IOException {
        String stat = text("/proc/self/stat");
        int at = stat.lastIndexOf(')');
        for (int field = 2; field < 22; field++) {
            at = stat.indexOf(' ', at + 1);
        }
        return Long.parseLong(stat.substring(at + 1, stat.indexOf(' ', at + 1)));
    }

    private static String text(String file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
