package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.Databases;
import dev.tidemark.deploy.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One invocation of the Tidemark function: its time, its database, and the watch over both. */
final class Invocation implements Access {
    private static final Duration ANSWER = Duration.ofMillis(500);

    private final Map<String, String> environment;
    private final @Nullable DataSource given;
    private final Context context;
    private final InvocationWatchdog watch = new InvocationWatchdog();

    /** {@code given} is for tests; null: the database that the environment names. */
    Invocation(Map<String, String> environment, @Nullable DataSource given, Context context) {
        this.environment = environment;
        this.given = given;
        this.context = context;
    }

    Map<String, String> environment() {
        return environment;
    }

    String requestId() {
        return context.getAwsRequestId();
    }

    /** The function's ARN, as it was called. */
    String arn() {
        return context.getInvokedFunctionArn();
    }

    /**
     * What the work may take: the time that is left, less {@code TIDEMARK_INIT_RESERVE}.
     *
     * @throws TidemarkException TDM-603 where that is no duration: not before somebody asks, since a deployment has to be answered even so
     */
    Duration left() {
        return Budget.invocation(context, environment).remaining();
    }

    /** When the work is ended from outside: half of the reserve later, so that the other half is there to answer. */
    Duration untilCut() {
        Duration reserve = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(left());
        return left().plus(reserve.dividedBy(2));
    }

    /** What is left when the work is done, but for half a second to answer; whatever the settings say. */
    Duration untilAnswer() {
        return Duration.ofMillis(context.getRemainingTimeInMillis()).minus(ANSWER);
    }

    /**
     * Nothing, where there is time enough.
     *
     * @throws TidemarkException TDM-306 (retriable) where there is less
     */
    void need(Duration least, String what) {
        if (left().compareTo(least) < 0) {
            Problem problem = Problem.of(
                    "TDM-306",
                    null,
                    "only " + left().toMillis() + " ms are left of this invocation; " + what + " wants "
                            + least.toMillis() + " ms at least, and was not begun",
                    null,
                    null,
                    List.of("a longer Timeout for the function (and TIDEMARK_FUNCTION_TIMEOUT)"));
            throw new TidemarkException(problem, true, null);
        }
    }

    /** Tidemark for this request, in the mode of the environment unless it says one, with this budget; what it opens is known to the watch. */
    Tidemark open(Request request, Duration left) {
        return open(request, left, false);
    }

    /** The same; {@code force}: also where the request does not say so. */
    Tidemark open(Request request, Duration left, boolean force) {
        SyncOptions asked = request.apply(options(left).withMode(LambdaMode.of(environment)), environment);
        SyncOptions options = asked.withForce(asked.force() || force);
        @Nullable DataSource direct = options.direct();
        return Tidemark.open(dataSource(left), direct == null ? options : options.withDirect(watch.over(direct)));
    }

    @Override
    public SyncOptions options(Duration left) {
        return EnvironmentOptions.of(environment, left);
    }

    /** The function's database, with the deployer's credential where there is one. */
    @Override
    public DataSource dataSource(Duration left) {
        return watch.over(given != null ? given : fromEnvironment(left));
    }

    @Override
    public void log(Map<String, @Nullable Object> line) {
        JsonLine.print(line);
    }

    InvocationWatchdog watch() {
        return watch;
    }

    private DataSource fromEnvironment(Duration left) {
        return Databases.hasDeployer(environment)
                ? Databases.deployer(environment, left)
                : Databases.runtime(environment, left);
    }
}
