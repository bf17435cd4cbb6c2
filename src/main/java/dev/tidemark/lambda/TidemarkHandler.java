package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.TidemarkException;
import dev.tidemark.deploy.CustomResource;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one function for everything that is not the application: direct requests ({@code plan}, {@code sync}, {@code status}, {@code verify}, {@code drift})
 * and the schedule, told apart by the event's field {@code tidemark} (docs/requests.md has every field), and deployments, which CloudFormation sends
 * (docs/deploy.md). It carries the same compiled schema as the
 * application's function, and the deployer's credential.
 *
 * <p>A direct request is always answered, faults included, before the invocation's time is over. What goes wrong on the schedule is thrown, since nobody
 * reads its answer: Lambda's error metric, its retries and the dead-letter queue see it.
 */
public final class TidemarkHandler implements RequestHandler<Map<String, Object>, Map<String, @Nullable Object>> {
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
    public Map<String, @Nullable Object> handleRequest(Map<String, Object> event, Context context) {
        long start = System.nanoTime();
        Invocation invocation = new Invocation(environment, given, context);
        if (CustomResource.concerns(event)) {
            return new CustomResource(environment, invocation)
                    .answer(event, Duration.ofMillis(context.getRemainingTimeInMillis()));
        }
        Request request;
        try {
            request = Request.parse(event);
        } catch (TidemarkException e) {
            return refused(e, Request.fromSchedulerItself(event), new LogLine("request", invocation.requestId(), start));
        }
        LogLine line = new LogLine(request.command().word(), invocation.requestId(), start);
        return request.command() == Request.Command.SCHEDULE
                ? new Schedule(invocation, request).run(line)
                : direct(invocation, request, line);
    }

    /** Nobody reads what a scheduler is answered: it is thrown. */
    private static Map<String, @Nullable Object> refused(TidemarkException fault, boolean unread, LogLine line) {
        Map<String, @Nullable Object> answer = Answers.of(fault);
        line.of(answer).print();
        if (unread) {
            throw fault;
        }
        return answer;
    }

    private static Map<String, @Nullable Object> direct(Invocation invocation, Request request, LogLine line) {
        Map<String, @Nullable Object> answer;
        try {
            invocation.need(request.command().least(), request.command().word());
            answer = invocation.watch().run(invocation.untilCut(), () -> Direct.answer(invocation, request));
        } catch (TidemarkException e) {
            answer = Answers.of(e);
        } catch (RuntimeException | LinkageError e) {
            answer = Answers.of(Direct.defect(e));
        }
        line.of(answer).print();
        return answer;
    }
}
