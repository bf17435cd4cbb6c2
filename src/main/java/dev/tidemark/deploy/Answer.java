package dev.tidemark.deploy;

import dev.tidemark.report.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What CloudFormation is told ("Custom resource response objects"): JSON of at most 4,096 bytes. */
final class Answer {
    /** CloudFormation's limit of the body. */
    static final int LIMIT = 4096;

    private Answer() {}

    /** The body. The reason is cut first; the data only where the rest alone is too long, which only absurd names are. */
    static String of(Envelope request, Ending ending) {
        Map<String, String> data = data(ending);
        String reason = Reason.cut(ending.reason().isEmpty() ? ending.status() : ending.reason(), Reason.LIMIT);
        String body = json(request, ending, reason, data);
        for (int most = Reason.bytes(reason); Reason.bytes(body) > LIMIT && most > 0; most = Math.max(0, most - 64)) {
            reason = Reason.cut(reason, most);
            body = json(request, ending, reason, data);
        }
        return Reason.bytes(body) <= LIMIT ? body : json(request, ending, Reason.cut(ending.status(), LIMIT), Map.of());
    }

    private static String json(Envelope request, Ending ending, String reason, Map<String, String> data) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("Status", ending.kind() == Ending.Kind.SUCCESS ? "SUCCESS" : "FAILED");
        answer.put("Reason", reason);
        answer.put("PhysicalResourceId", physicalId(request, ending.app()));
        answer.put("StackId", request.stackId());
        answer.put("RequestId", request.requestId());
        answer.put("LogicalResourceId", request.logicalId());
        answer.put("NoEcho", false);
        answer.put("Data", data);
        return Json.line(answer);
    }

    /** The one that was given, or CloudFormation deletes the old; on Create one that says what it is, whatever becomes of it. */
    static String physicalId(Envelope request, String app) {
        @Nullable String given = request.physicalId();
        if (given != null) {
            return given;
        }
        return Reason.cut("tidemark-" + (app.isEmpty() ? "" : app + "-") + request.logicalId(), Reason.LIMIT);
    }

    /** Always the same names, or an Fn::GetAtt fails while a stack is rolled back; strings, which is what Fn::GetAtt gives. */
    private static Map<String, String> data(Ending ending) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("Status", ending.status());
        data.put("App", ending.app());
        data.put("Hash", ending.hash());
        data.put("Current", ending.current());
        data.put("Applied", Integer.toString(ending.applied()));
        data.put("Withheld", Integer.toString(ending.withheld()));
        data.put("Deferred", Integer.toString(ending.deferred()));
        return data;
    }
}
