package dev.tidemark.testkit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/** A handler that proves {@link RuntimeApi}: it answers with its event and the time it has left, and fails where it is told to. */
public final class EchoFunction implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final Resource HOOK = new Resource() {
        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
            System.out.println("before checkpoint");
        }

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) {
            System.out.println("after restore");
            String millis = System.getenv("ECHO_RESTORE_MS");
            if (millis != null) {
                sleep(Integer.parseInt(millis));
            }
        }
    };

    static {
        Core.getGlobalContext().register(HOOK);
        System.out.println("init");
        String slow = System.getenv("ECHO_SLOW_WHILE");
        if (slow != null && Files.exists(Path.of(slow))) {
            sleep(60_000);
        }
        if (System.getenv("ECHO_FAIL") != null) {
            throw new IllegalStateException("told to fail in init");
        }
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (event.containsKey("fail")) {
            throw new IllegalArgumentException("told to fail");
        }
        if (event.get("sleepMs") instanceof Integer millis) {
            sleep(millis);
        }
        Map<String, Object> answer = new LinkedHashMap<>(event);
        answer.put("remainingMs", context.getRemainingTimeInMillis());
        answer.put("loader", EchoFunction.class.getClassLoader().getClass().getSimpleName());
        answer.put("type", System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
        return answer;
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
