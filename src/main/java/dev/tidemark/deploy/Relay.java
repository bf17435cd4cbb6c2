package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import dev.tidemark.control.Deployments;
import dev.tidemark.report.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One invocation's part in a Create or Update: the work, watched by the clock; then it answers, hands on to the next invocation, or keeps silent since
 * another one answers.
 *
 * <p>What is answered is noted before it is sent and struck out when it has arrived: an invocation that is killed in between leaves it for the next delivery
 * of its event, which sends the same.
 */
final class Relay {
    private static final Duration CLAIM = Duration.ofSeconds(3);

    private final Envelope request;
    private final Access access;
    private final Map<String, String> environment;
    private final Times times;
    private final Successor successor;
    private @Nullable Rollout rollout;

    Relay(Envelope request, Access access, Map<String, String> environment, Times times, Successor successor) {
        this.request = request;
        this.access = access;
        this.environment = environment;
        this.times = times;
        this.successor = successor;
    }

    /**
     * Works, and settles who answers.
     *
     * @throws TidemarkException TDM-621 for properties that are refused
     */
    Ending run() {
        Rollout started = new Rollout(request, Wishes.parse(request.properties()), access, environment, times);
        rollout = started;
        Ending ending = watched(started);
        return switch (ending.kind()) {
            case UNFINISHED -> goOn(ending, started);
            case SUCCESS, FAILED -> answeredBy(ending, started);
            case HANDED_ON, SILENT -> ending;
        };
    }

    /** What is sent: this answer, or that of the invocation in whose place this one sends it. */
    String body(Ending ending) {
        @Nullable Holding holding = holding();
        Deployments.@Nullable Reply earlier = holding == null ? null : holding.undelivered();
        return earlier == null ? Answer.of(request, ending) : earlier.body();
    }

    /** The answer has arrived; where that cannot be noted, the next delivery of the event sends the same once more. */
    void delivered() {
        @Nullable Holding holding = holding();
        if (holding != null) {
            boolean unused = asked(true, holding::delivered);
        }
    }

    /** What an error that nobody foresaw is told as. A message with a URL in it may hold a password. */
    static TidemarkException fault(Throwable cause) {
        if (cause instanceof TidemarkException known) {
            return known;
        }
        StackTraceElement[] frames = cause.getStackTrace();
        boolean secret = String.valueOf(cause.getMessage()).contains("://");
        return TidemarkException.of(
                "TDM-629",
                "unexpected: " + (secret ? cause.getClass().getName() : cause)
                        + (frames.length == 0 ? "" : " at " + frames[0]),
                "please report it; deploying again is always safe");
    }

    private @Nullable Holding holding() {
        @Nullable Rollout started = rollout;
        return started == null ? null : started.holding();
    }

    private Ending watched(Rollout started) {
        try {
            return Bounded.call("deploy", times.untilReserve(), started);
        } catch (TimeoutException e) {
            return started.giveUp();
        } catch (ExecutionException e) {
            Ending where = started.giveUp();
            return where.as(Ending.Kind.FAILED).failedBy(fault(e.getCause() == null ? e : e.getCause()));
        }
    }

    /** Without a claim there is nobody else; where the database says nothing in time, two answers are better than none. */
    private Ending answeredBy(Ending ending, Rollout started) {
        @Nullable Holding holding = started.holding();
        boolean ours = holding == null
                || holding.undelivered() != null
                || asked(true, source -> holding.settle(source, reply(ending)));
        return ours ? ending : ending.as(Ending.Kind.SILENT);
    }

    private Deployments.Reply reply(Ending ending) {
        return new Deployments.Reply(ending.kind().name(), Answer.of(request, ending));
    }

    private Ending goOn(Ending ending, Rollout started) {
        @Nullable Holding holding = started.holding();
        if (holding == null || !request.mayBeHandedOn() || started.isOverBudget()) {
            Ending over = ending.failedBy(TidemarkException.of(
                    "TDM-628",
                    "after " + request.attempt() + " invocation" + (request.attempt() == 1 ? "" : "s") + " and "
                            + request.elapsed().toSeconds() + " s it is not done: " + ending.reason(),
                    "what was committed stands: deploy again to go on, or tidemark sync from a machine without"
                            + " a time limit; a longer Timeout, a longer Budget"));
            return answeredBy(over, started);
        }
        if (!asked(false, holding::handOn)) {
            Ending lost = ending.failedBy(TidemarkException.of(
                    "TDM-624",
                    "there is more to do than there was time, and the database does not let the next invocation go on: "
                            + ending.reason(),
                    "what was committed stands: deploy again to go on"));
            return answeredBy(lost, started);
        }
        return handedOn(ending, holding);
    }

    private Ending handedOn(Ending ending, Holding holding) {
        try {
            Duration limit = times.left().multipliedBy(2).dividedBy(3);
            String payload = Json.line(request.forNext(ending.applied()));
            boolean unused = Bounded.call("next", limit, () -> {
                successor.invoke(payload, limit);
                return true;
            });
            return ending.as(Ending.Kind.HANDED_ON);
        } catch (TimeoutException e) {
            return alone(ending, holding, "it was not accepted in time");
        } catch (ExecutionException e) {
            return alone(ending, holding, said(Objects.requireNonNullElse(e.getCause(), e)));
        }
    }

    private Ending alone(Ending ending, Holding holding, String why) {
        Ending failed = ending.failedBy(TidemarkException.of(
                "TDM-625",
                "there is more to do than there was time, and this function could not invoke itself: " + why,
                "allow its role lambda:InvokeFunction on itself, with a way to the Lambda API (NAT or an"
                        + " interface endpoint); what was committed stands: deploy again to go on"));
        return asked(true, source -> holding.takeBack(source, reply(failed)))
                ? failed
                : ending.as(Ending.Kind.HANDED_ON);
    }

    /** What {@link Successor} throws is made for users; anything else says what it is. */
    private static String said(Throwable cause) {
        return cause instanceof IllegalStateException told && told.getMessage() != null
                ? told.getMessage()
                : cause.toString();
    }

    private interface Question {
        boolean ask(DataSource source) throws Exception;
    }

    /** Asks the control row, and waits no longer than can be afforded. */
    private boolean asked(boolean otherwise, Question question) {
        Duration limit = Times.shorter(CLAIM, times.left().dividedBy(3));
        try {
            Callable<Boolean> call = () -> question.ask(access.dataSource(limit));
            return Bounded.call("settle", limit, call);
        } catch (TimeoutException | ExecutionException e) {
            return otherwise;
        }
    }
}
