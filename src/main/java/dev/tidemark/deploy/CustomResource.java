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
        Envelope request = read(event, start);
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

    /** What cannot be answered is logged: somebody waits for the stack. */
    private Envelope read(Map<String, Object> event, long start) {
        try {
            return Envelope.parse(event, hosts);
        } catch (TidemarkException e) {
            Map<String, Object> properties = Envelope.map(event.get("ResourceProperties"));
            Ending ending = Ending.failed("", "", e).as(Ending.Kind.SILENT);
            log(line(String.valueOf(event.get("RequestType")), properties, ending), ending, start);
            throw e;
        }
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

    private Map<String, @Nullable Object> log(Envelope request, Ending ending, long start) {
        Map<String, @Nullable Object> line = line(request.requestType(), request.properties(), ending);
        line.put("attempt", request.attempt());
        line.put("requestId", request.requestId());
        return log(line, ending, start);
    }

    /** A line's beginning: where the work did not get as far as to say whose schema it is, the properties or the environment do. */
    private Map<String, @Nullable Object> line(String requestType, Map<String, Object> properties, Ending ending) {
        @Nullable String app = ending.app();
        @Nullable String hash = ending.hash();
        if (app.isEmpty()) {
            app = Setting.APP.text(environment);
            try {
                @Nullable String wished = Wishes.text(properties, Wishes.APP);
                app = wished == null ? app : wished;
                Located own = CompiledResources.find(app, CompiledResources.loader(), environment);
                app = own.app();
                hash = own.hash();
            } catch (TidemarkException e) {
                // No name, or an app of which this code has no schema.
            }
        }
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("tidemark", "deploy");
        line.put("requestType", requestType);
        line.put("status", ending.status());
        line.put("answer", ending.kind().name());
        line.put("app", app == null ? "" : app);
        line.put("hash", Identity.brief(hash == null ? "" : hash));
        return line;
    }

    private Map<String, @Nullable Object> log(Map<String, @Nullable Object> line, Ending ending, long start) {
        line.put("statements", ending.applied());
        line.put("withheld", ending.withheld());
        line.put("deferred", ending.deferred());
        line.put("ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
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
