package dev.tidemark.cli;

import dev.tidemark.DriftReport;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Figures;
import dev.tidemark.report.Gzip;
import dev.tidemark.report.Json;
import dev.tidemark.report.ReportReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A deployed Tidemark function as a command asks it: the event out, the documents back in. */
final class RemoteFunction {
    /** Lambda takes 6 MB; one is left for the rest. */
    static final int MOST_EVENT = 5_000_000;

    /** What a plan may have packed, and as text. */
    private static final int MOST_PACKED = 64 << 20;

    private static final int MOST_TEXT = 512 << 20;

    private static final String BUCKET =
            "--bucket NAME   an S3 bucket that the function names too (TIDEMARK_PLAN_BUCKET): docs/review.md";

    private final String name;
    private final @Nullable String bucket;
    private final FunctionClient client;

    RemoteFunction(String name, @Nullable String bucket, FunctionClient client) {
        this.name = name;
        this.bucket = bucket;
        this.client = client;
    }

    /**
     * What came back of a plan.
     *
     * @param where with what is recorded of that version, where the planner's login may read it
     */
    record Planned(Plan plan, Where where) {}

    /** The plan of a schema that is sent. */
    Planned plan(SyncOptions options, SchemaText schema) {
        List<String> laid = new ArrayList<>();
        try {
            Map<?, ?> answer = ask(planning(options, schema, laid), laid);
            return understood(answer, document -> {
                Plan plan = ReportReader.plan(document);
                @Nullable
                StatusReport recorded =
                        document.get("recorded") instanceof Map<?, ?> map ? ReportReader.status(map) : null;
                return new Planned(plan, where(document, plan.serverVersion(), recorded));
            });
        } finally {
            laid.forEach(key -> client.remove(String.valueOf(bucket), key));
        }
    }

    /** What is recorded of the function's own version. */
    StatusReport status(@Nullable String app) {
        return understood(ask(simple("status", app), List.of()), ReportReader::status);
    }

    /** What was changed since the record. */
    DriftReport drift(@Nullable String app) {
        return understood(ask(simple("drift", app), List.of()), ReportReader::drift);
    }

    /** Where it was asked. */
    String place() {
        return "function " + name;
    }

    private Where where(Map<?, ?> document, String serverVersion, @Nullable StatusReport recorded) {
        return new Where(String.valueOf(document.get("database")), place(), serverVersion, recorded);
    }

    private static Map<String, @Nullable Object> simple(String command, @Nullable String app) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("tidemark", command);
        if (app != null) {
            event.put("app", app);
        }
        return event;
    }

    /** Through the bucket where it does not fit; then, and wherever there is one, the answer may come through it too. */
    private Map<String, @Nullable Object> planning(SyncOptions options, SchemaText schema, List<String> laid) {
        Map<String, @Nullable Object> event = simple("plan", null);
        event.put("mode", options.mode() == Mode.AUTO ? "auto" : "safe");
        event.put("allow", options.allowed().stream().map(Hazard::name).sorted().toList());
        event.put("force", options.force());
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("app", String.valueOf(schema.app()));
        sent.put("origin", schema.origin());
        byte[] packed = Gzip.pack(schema.text());
        Map<String, Object> reply = new LinkedHashMap<>(Map.of("gzip", true));
        event.put("schema", sent);
        event.put("reply", reply);
        if (packed.length / 3 * 4 < MOST_EVENT) {
            sent.put("gzip", Base64.getEncoder().encodeToString(packed));
        } else if (bucket != null) {
            sent.put("url", client.lay(bucket, key(laid, "schema"), packed));
        } else {
            throw TidemarkException.of(
                    "TDM-636",
                    schema.origin() + " has " + Figures.bytes(packed.length)
                            + " compressed, too much for a request to Lambda",
                    BUCKET);
        }
        if (bucket != null) {
            reply.put("put", client.writable(bucket, key(laid, "plan")));
        }
        return event;
    }

    private static String key(List<String> laid, String what) {
        String key = "tidemark/" + UUID.randomUUID() + "/" + what + ".gz";
        laid.add(key);
        return key;
    }

    private Map<?, ?> ask(Map<String, @Nullable Object> event, List<String> laid) {
        byte[] payload = client.invoke(Json.line(event).getBytes(StandardCharsets.UTF_8));
        Map<?, ?> answer = document(new String(payload, StandardCharsets.UTF_8));
        if (answer.get("gzip") instanceof String packed) {
            answer = document(inflated(base64(packed)));
        } else if (answer.get("stored") != null && bucket != null && !laid.isEmpty()) {
            answer = document(inflated(client.read(bucket, laid.get(laid.size() - 1), MOST_PACKED)));
        }
        if (ReportReader.isError(answer)) {
            throw understood(answer, this::error);
        }
        if (answer.get("cut") != null) {
            throw event.containsKey("schema")
                    ? TidemarkException.of("TDM-636", "the plan is too big for an answer of Lambda", BUCKET)
                    : TidemarkException.of(
                            "TDM-636",
                            "the answer is too big for Lambda; it is without " + answer.get("cut"),
                            "ask the database itself, from where it can be reached: --url");
        }
        return answer;
    }

    /** An error of the function's, as a local one would be; what an older function says of what it does not know, in our words. */
    private TidemarkException error(Map<?, ?> document) {
        TidemarkException error = ReportReader.error(document);
        String message = error.problems().get(0).message();
        boolean older = error.code().equals("TDM-610")
                || (error.code().equals("TDM-611") && message.contains(" is no field of "));
        return older
                ? TidemarkException.of(
                        "TDM-635",
                        "function " + name + " does not understand this request; it says: " + message,
                        "deploy the version of Tidemark that this command is of, or use that one's")
                : error;
    }

    private <T> T understood(Map<?, ?> document, Function<Map<?, ?>, T> reader) {
        try {
            return reader.apply(document);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw foreign(String.valueOf(e.getMessage()));
        }
    }

    private Map<?, ?> document(String text) {
        try {
            if (Json.read(text) instanceof Map<?, ?> map && Long.valueOf(1).equals(map.get("format"))) {
                return map;
            }
            throw foreign("\"format\" is not 1");
        } catch (IllegalArgumentException e) {
            throw foreign(String.valueOf(e.getMessage()));
        }
    }

    private TidemarkException foreign(String why) {
        return TidemarkException.of(
                "TDM-635",
                "what function " + name + " answers is no document of Tidemark's: " + why,
                "--function names the Tidemark function, not the application's",
                "a newer function: use its version of this command");
    }

    private byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw foreign("it is no base64");
        }
    }

    private String inflated(byte[] packed) {
        try {
            return Gzip.unpack(packed, MOST_TEXT);
        } catch (Gzip.TooLong e) {
            throw foreign(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw foreign("it is no gzip of UTF-8 text");
        }
    }
}
