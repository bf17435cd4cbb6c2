package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.Databases;
import dev.tidemark.deploy.Access;
import dev.tidemark.deploy.CustomResource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one function for everything that is not the application: direct requests ({@code plan}, {@code sync}, {@code status}, {@code verify}) and the
 * schedule, told apart by the event's field {@code tidemark}. It carries the same compiled schema as the application's function, and the deployer's
 * credential.
 *
 * <p>A direct request is always answered, faults included. What goes wrong on the schedule is thrown, since nobody reads its answer: Lambda's error metric
 * and its retries see it.
 */
public final class TidemarkHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private final Map<String, String> environment;
    private final @Nullable DataSource given;

    /** For Lambda: everything from the environment. */
    public TidemarkHandler() {
        this(System.getenv(), null);
    }

    TidemarkHandler(Map<String, String> environment, @Nullable DataSource given) {
        this.environment = Map.copyOf(environment);
        this.given = given;
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (CustomResource.concerns(event)) {
            return new CustomResource(environment, new DeployerAccess())
                    .answer(event, Duration.ofMillis(context.getRemainingTimeInMillis()));
        }
        long start = System.nanoTime();
        @Nullable Request request = null;
        try {
            request = Request.parse(event);
            Map<String, @Nullable Object> answer =
                    answer(request, Budget.invocation(context, environment).remaining());
            log(request, answer, start);
            return answer;
        } catch (TidemarkException e) {
            Map<String, @Nullable Object> answer = Answers.of(e);
            log(request, answer, start);
            if (request != null && request.command() == Request.Command.SCHEDULE) {
                throw e;
            }
            return answer;
        }
    }

    private Map<String, @Nullable Object> answer(Request request, Duration left) {
        SyncOptions options = request.apply(EnvironmentOptions.of(environment, left));
        Tidemark tidemark = Tidemark.open(dataSource(left), options);
        return switch (request.command()) {
            case PLAN -> Answers.of(tidemark.plan());
            case STATUS -> Answers.of(tidemark.status());
            case SYNC, VERIFY, SCHEDULE -> Answers.of(tidemark.sync());
        };
    }

    /** What a deployment needs of this function's environment. */
    private final class DeployerAccess implements Access {
        @Override
        public SyncOptions options(Duration left) {
            return EnvironmentOptions.of(environment, left);
        }

        @Override
        public DataSource dataSource(Duration left) {
            return TidemarkHandler.this.dataSource(left);
        }
    }

    private DataSource dataSource(Duration left) {
        if (given != null) {
            return given;
        }
        return Databases.hasDeployer(environment)
                ? Databases.deployer(environment, left)
                : Databases.runtime(environment, left);
    }

    private static void log(@Nullable Request request, Map<String, @Nullable Object> answer, long start) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("tidemark", request == null ? "request" : request.command().word());
        for (String field : new String[] {"status", "app", "statements", "withheld", "deferred", "reason"}) {
            @Nullable Object value = answer.get(field);
            if (value != null) {
                line.put(field, value);
            }
        }
        if (answer.get("version") instanceof String hash) {
            line.put("hash", Outcome.brief(hash));
        }
        line.put("ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
        if (answer.get("errors") instanceof Iterable<?> errors
                && errors.iterator().hasNext()) {
            line.put("error", Objects.requireNonNull(errors.iterator().next()));
        }
        JsonLine.print(line);
    }
}
