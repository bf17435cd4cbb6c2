package dev.tidemark.deploy;

import dev.tidemark.Json;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code Custom::TidemarkSchema}: brings the database in step on Create and Update, before traffic shifts, and answers CloudFormation exactly once
 * (docs/deploy.md).
 *
 * <p>The work runs on a thread of its own, and the caller's thread answers, whether the work comes back or not. Between processes a row of the
 * control table {@code deployment} says who answers; where the database cannot be reached, the invocation that finds that out does.
 */
public final class CustomResource {
    /** What is kept of Lambda's time for the way back. */
    private static final Duration FOR_THE_WAY_BACK = Duration.ofMillis(200);

    private static final Duration CLAIM = Duration.ofSeconds(3);

    private final Map<String, String> environment;
    private final Access access;
    private final Successor successor;

    /**
     * On Lambda.
     *
     * @param environment the function's
     */
    public CustomResource(Map<String, String> environment, Access access) {
        this(environment, access, (payload, left) -> new SelfInvocation(environment).invoke(payload, left));
    }

    CustomResource(Map<String, String> environment, Access access, Successor successor) {
        this.environment = Map.copyOf(environment);
        this.access = access;
        this.successor = successor;
    }

    /** Whether an event is CloudFormation's. */
    public static boolean concerns(Map<String, Object> event) {
        return event.containsKey("RequestType") && event.containsKey("ResponseURL") && event.containsKey("StackId");
    }

    /**
     * Does what CloudFormation asks for and answers it.
     *
     * @param remaining until Lambda ends this invocation
     * @return the log line
     * @throws TidemarkException TDM-620, TDM-622, TDM-623 where nobody could be answered
     */
    public Map<String, @Nullable Object> answer(Map<String, Object> event, Duration remaining) {
        long start = System.nanoTime();
        Times times = Times.of(remaining);
        Envelope request = Envelope.parse(event);
        try {
            request.responseUrl().probe(times.left());
        } catch (TidemarkException e) {
            log(request, Ending.failed("", "", e).as(Ending.Kind.SILENT), start);
            throw e;
        }
        Ending ending = end(request, times);
        try {
            if (ending.kind() == Ending.Kind.SUCCESS || ending.kind() == Ending.Kind.FAILED) {
                request.responseUrl()
                        .put(Answer.of(request, ending), () -> times.left().minus(FOR_THE_WAY_BACK));
            }
        } catch (TidemarkException e) {
            log(request, ending.failedBy(e), start);
            throw e;
        }
        return log(request, ending, start);
    }

    /** Delete and a rollback come first: they change nothing, and must succeed whatever the properties are. */
    private Ending end(Envelope request, Times times) {
        try {
            return switch (request.requestType()) {
                case "Delete" -> nothing(request, "DELETED", "nothing was changed: the schema and its data stay");
                case "Update" -> {
                    boolean back = Rollback.is(request.properties(), request.before());
                    yield back ? rollback(request) : work(request, times);
                }
                case "Create" -> work(request, times);
                default ->
                    throw TidemarkException.of(
                            "TDM-620",
                            "RequestType is \"" + request.requestType() + "\"",
                            "Create, Update or Delete is wanted");
            };
        } catch (TidemarkException e) {
            return Ending.failed("", "", e);
        }
    }

    private Ending rollback(Envelope request) {
        return nothing(
                request,
                "SUPERSEDED",
                "SUPERSEDED: a rollback to an earlier version changes nothing; what the newer one brought stays, and"
                        + " its drops are not undone. To return on purpose, deploy it as a new version");
    }

    private Ending nothing(Envelope request, String status, String reason) {
        @Nullable String app = Wishes.text(request.properties(), Wishes.APP);
        try {
            Located located = CompiledResources.find(app, CompiledResources.loader(), environment);
            @Nullable String hash = located.hash();
            return ending(status, located.app(), hash == null ? "" : hash, reason);
        } catch (TidemarkException e) {
            return ending(status, app == null ? "" : app, "", reason);
        }
    }

    private static Ending ending(String status, String app, String hash, String reason) {
        return new Ending(Ending.Kind.SUCCESS, status, app, hash, "", 0, 0, 0, reason, List.of());
    }

    private Ending work(Envelope request, Times times) {
        Rollout rollout = new Rollout(request, Wishes.parse(request.properties()), access, environment, times);
        Ending ending = watched(rollout, times);
        return switch (ending.kind()) {
            case UNFINISHED -> goOn(ending, rollout, request, times);
            case SUCCESS, FAILED -> mayAnswer(ending, rollout, times) ? ending : ending.as(Ending.Kind.SILENT);
            case HANDED_ON, SILENT -> ending;
        };
    }

    private static Ending watched(Rollout rollout, Times times) {
        try {
            return Bounded.call("deploy", times.untilReserve(), rollout);
        } catch (TimeoutException e) {
            return rollout.giveUp();
        } catch (ExecutionException e) {
            Ending where = rollout.giveUp();
            return where.as(Ending.Kind.FAILED).failedBy(fault(e.getCause() == null ? e : e.getCause()));
        }
    }

    private static TidemarkException fault(Throwable cause) {
        if (cause instanceof TidemarkException known) {
            return known;
        }
        StackTraceElement[] frames = cause.getStackTrace();
        return TidemarkException.of(
                "TDM-629",
                "unexpected: " + cause + (frames.length == 0 ? "" : " at " + frames[0]),
                "please report it; deploying again is always safe");
    }

    /** Without a claim there is nobody else; where the database says nothing in time, two answers are better than none. */
    private boolean mayAnswer(Ending ending, Rollout rollout, Times times) {
        @Nullable Holding holding = rollout.holding();
        return holding == null
                || asked(
                        times,
                        true,
                        source -> holding.settle(source, ending.kind().name()));
    }

    private Ending goOn(Ending ending, Rollout rollout, Envelope request, Times times) {
        @Nullable Holding holding = rollout.holding();
        if (holding == null || !request.mayBeHandedOn() || rollout.isOverBudget()) {
            Ending over = ending.failedBy(TidemarkException.of(
                    "TDM-628",
                    "after " + request.attempt() + " invocation" + (request.attempt() == 1 ? "" : "s") + " and "
                            + request.elapsed().toSeconds() + " s it is not done: " + ending.reason(),
                    "what was committed stands: deploy again to go on, or tidemark sync from a machine without"
                            + " a time limit; a longer Timeout, a longer Budget"));
            return mayAnswer(over, rollout, times) ? over : over.as(Ending.Kind.SILENT);
        }
        if (!asked(times, false, holding::handOn)) {
            Ending lost = ending.failedBy(TidemarkException.of(
                    "TDM-624",
                    "there is more to do than there was time, and the database does not let the next invocation go on: "
                            + ending.reason(),
                    "what was committed stands: deploy again to go on"));
            return mayAnswer(lost, rollout, times) ? lost : lost.as(Ending.Kind.SILENT);
        }
        try {
            Duration limit = times.left().multipliedBy(2).dividedBy(3);
            String payload = Json.line(request.forNext(ending.applied()));
            boolean unused = Bounded.call("next", limit, () -> {
                successor.invoke(payload, limit);
                return true;
            });
            return ending.as(Ending.Kind.HANDED_ON);
        } catch (TimeoutException e) {
            return alone(ending, holding, "it was not accepted in time", times);
        } catch (ExecutionException e) {
            return alone(ending, holding, String.valueOf(e.getCause()), times);
        }
    }

    private Ending alone(Ending ending, Holding holding, String why, Times times) {
        Ending failed = ending.failedBy(TidemarkException.of(
                "TDM-625",
                "there is more to do than there was time, and this function could not invoke itself: " + why,
                "allow its role lambda:InvokeFunction on itself, with a way to the Lambda API (NAT or an"
                        + " interface endpoint); what was committed stands: deploy again to go on"));
        return asked(times, true, source -> holding.takeBack(source, "FAILED"))
                ? failed
                : ending.as(Ending.Kind.HANDED_ON);
    }

    private interface Question {
        boolean ask(DataSource source) throws Exception;
    }

    /** Asks the control row, and waits no longer than can be afforded. */
    private boolean asked(Times times, boolean otherwise, Question question) {
        Duration limit = Times.shorter(CLAIM, times.left().dividedBy(3));
        try {
            Callable<Boolean> call = () -> question.ask(access.dataSource(limit));
            return Bounded.call("settle", limit, call);
        } catch (TimeoutException | ExecutionException e) {
            return otherwise;
        }
    }

    private Map<String, @Nullable Object> log(Envelope request, Ending ending, long start) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("tidemark", "deploy");
        line.put("requestType", request.requestType());
        line.put("status", ending.status());
        line.put("answer", ending.kind().name());
        line.put("app", ending.app());
        line.put("hash", Identity.brief(ending.hash()));
        line.put("statements", ending.applied());
        line.put("withheld", ending.withheld());
        line.put("deferred", ending.deferred());
        line.put("attempt", request.attempt());
        line.put("ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
        line.put("requestId", request.requestId());
        line.put("reason", Reason.cut(ending.reason(), Reason.LIMIT));
        @Nullable String error = ending.error();
        if (error != null) {
            line.put("code", error);
        }
        if (ending.problems().size() > 1) {
            line.put("errors", ending.problems().stream().map(Problem::headline).toList());
        }
        access.log(line);
        return line;
    }
}
