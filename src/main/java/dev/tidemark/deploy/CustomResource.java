package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import dev.tidemark.identity.Setting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Map<String, String> environment;
    private final Access access;
    private final Successor successor;
    private final ResponseHosts hosts;

    /**
     * On Lambda.
     *
     * @param environment the function's
     * @param hosts where the answer may be sent
     */
    public CustomResource(Map<String, String> environment, Access access, ResponseHosts hosts) {
        this(environment, access, hosts, (payload, left) -> new SelfInvocation(environment).invoke(payload, left));
    }

    CustomResource(Map<String, String> environment, Access access, ResponseHosts hosts, Successor successor) {
        this.environment = Map.copyOf(environment);
        this.access = access;
        this.hosts = hosts;
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
     * @throws TidemarkException TDM-620, TDM-622, TDM-623 where nobody could be answered; where the answer would go anywhere but to S3, nothing is opened
     */
    public Map<String, @Nullable Object> answer(Map<String, Object> event, Duration remaining) {
        long start = System.nanoTime();
        Times times = Times.of(remaining);
        Envelope request = Envelope.parse(event, hosts);
        try {
            request.responseUrl().probe(times.left());
        } catch (TidemarkException e) {
            log(request, Ending.failed("", "", e).as(Ending.Kind.SILENT), start);
            throw e;
        }
        Relay relay = new Relay(request, access, environment, times, successor);
        Ending ending = end(request, relay);
        try {
            if (ending.isAnswer()) {
                byte[] body = relay.body(ending).getBytes(StandardCharsets.UTF_8);
                request.responseUrl().put(body, () -> times.left().minus(FOR_THE_WAY_BACK));
                relay.delivered();
            }
        } catch (TidemarkException e) {
            log(request, ending.failedBy(e), start);
            throw e;
        }
        return log(request, ending, start);
    }

    /** Delete and a rollback come first: they change nothing, and must succeed whatever the properties are. Whatever happens, somebody waits for an answer. */
    private Ending end(Envelope request, Relay relay) {
        try {
            return switch (request.requestType()) {
                case "Delete" -> nothing(request, "DELETED", "nothing was changed: the schema and its data stay");
                case "Update" -> {
                    boolean back = Rollback.is(request.properties(), request.before());
                    yield back ? rollback(request) : work(relay);
                }
                case "Create" -> work(relay);
                default ->
                    throw TidemarkException.of(
                            "TDM-620",
                            "RequestType is \"" + request.requestType() + "\"",
                            "Create, Update or Delete is wanted");
            };
        } catch (RuntimeException | LinkageError e) {
            return Ending.failed("", "", Relay.fault(e));
        }
    }

    private Ending work(Relay relay) {
        if (!Setting.REQUESTS.list(environment).contains("deploy")) {
            throw TidemarkException.of(
                    "TDM-613",
                    "this function answers no deploys: its TIDEMARK_REQUESTS is "
                            + String.join(",", Setting.REQUESTS.list(environment)) + "; nothing was changed",
                    "ServiceToken of the function that deploys; or TIDEMARK_REQUESTS with deploy");
        }
        return relay.run();
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

    /** Whose schema it is, where the work did not get as far as to say so; null where it cannot be told. */
    private @Nullable Located own(Envelope request) {
        try {
            return CompiledResources.find(
                    Wishes.text(request.properties(), Wishes.APP), CompiledResources.loader(), environment);
        } catch (TidemarkException e) {
            return null;
        }
    }

    private Map<String, @Nullable Object> log(Envelope request, Ending ending, long start) {
        @Nullable Located own = ending.app().isEmpty() ? own(request) : null;
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("tidemark", "deploy");
        line.put("requestType", request.requestType());
        line.put("status", ending.status());
        line.put("answer", ending.kind().name());
        line.put("app", own == null ? ending.app() : own.app());
        line.put("hash", Identity.brief(own == null || own.hash() == null ? ending.hash() : own.hash()));
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
        if (ending.isCut()) {
            line.put("errors", ending.problems().stream().map(Ending::whole).toList());
        }
        access.log(line);
        return line;
    }
}
