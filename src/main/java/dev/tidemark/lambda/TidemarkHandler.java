package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.TidemarkException;
import dev.tidemark.deploy.CustomResource;
import dev.tidemark.deploy.ResponseHosts;
import dev.tidemark.report.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one function for everything that is not the application: direct requests ({@code plan}, {@code sync}, {@code status}, {@code verify}, {@code drift})
 * and the schedule, told apart by the event's field {@code tidemark} (docs/requests.md has every field), and deployments, which CloudFormation sends
 * (docs/deploy.md). It carries the same compiled schema as the application's function, and the deployer's credential.
 *
 * <p>It reads and writes the JSON itself: the runtime's serializer leaves out what is null and writes times as numbers, and answers are to be the documents of
 * the command line, to the letter.
 *
 * <p>A direct request is always answered, faults included, before the invocation's time is over. What goes wrong on the schedule is thrown, since nobody
 * reads its answer: Lambda's error metric, its retries and the dead-letter queue see it.
 */
public final class TidemarkHandler implements RequestStreamHandler {
    private final Map<String, String> environment;
    private final @Nullable DataSource given;
    private final ResponseHosts hosts;

    /** For Lambda: everything from the environment. */
    public TidemarkHandler() {
        this(System.getenv(), null);
        rehearse();
    }

    /**
     * Loads in the init phase what it takes to say that the time is over. On a small function the classes of the way to the database alone may use up an
     * invocation, and the other half of the reserve is short for loading these.
     */
    private static void rehearse() {
        Request request = Request.parse(Map.of(Request.COMMAND, Request.Command.STATUS.word()));
        TidemarkException over = TidemarkException.of("TDM-307", "the time is over", "ask again");
        Map<String, @Nullable Object> answer =
                new InvocationWatchdog().run(Duration.ofSeconds(1), () -> Answers.of(over));
        String unused = Json.line(
                        new LogLine(request.command().word(), "", 0).of(answer).fields())
                + Json.line(answer);
    }

    TidemarkHandler(Map<String, String> environment, @Nullable DataSource given) {
        this(environment, given, ResponseHosts.ofS3(environment));
    }

    /** For tests, whose CloudFormation waits at a server of their own. */
    TidemarkHandler(Map<String, String> environment, @Nullable DataSource given, ResponseHosts hosts) {
        this.environment = Map.copyOf(environment);
        this.given = given;
        this.hosts = hosts;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        String text = new String(event.readAllBytes(), StandardCharsets.UTF_8);
        answer.write(Json.line(answer(text, context)).getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, @Nullable Object> answer(String text, Context context) {
        Map<String, Object> event;
        try {
            event = object(text);
        } catch (IllegalArgumentException e) {
            TidemarkException fault = TidemarkException.of(
                    "TDM-610", "the event cannot be read: " + e.getMessage(), "{\"tidemark\": \"status\"}");
            LogLine line = new LogLine("request", context.getAwsRequestId(), System.nanoTime());
            return refused(fault, false, line.about(null, environment));
        }
        return handleRequest(event, context);
    }

    /** The fields that say something. */
    private static Map<String, Object> object(String json) {
        if (!(Json.read(json) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        Map<String, Object> event = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                event.put(String.valueOf(name), value);
            }
        });
        return event;
    }

    Map<String, @Nullable Object> handleRequest(Map<String, Object> event, Context context) {
        long start = System.nanoTime();
        Invocation invocation = new Invocation(environment, given, context);
        if (CustomResource.concerns(event)) {
            return new CustomResource(environment, invocation, hosts)
                    .answer(event, Duration.ofMillis(context.getRemainingTimeInMillis()));
        }
        LogLine line = new LogLine("request", invocation.requestId(), start);
        line.about(event.get("app") instanceof String app && app.length() <= 63 ? app : null, environment);
        Request request;
        try {
            request = Request.parse(event);
            line.with("tidemark", request.command().word());
            request.requireAllowed(environment);
        } catch (TidemarkException e) {
            return refused(e, Request.isUnread(event), line);
        }
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
