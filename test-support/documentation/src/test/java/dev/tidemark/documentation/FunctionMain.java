package dev.tidemark.documentation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.reflect.Proxy;
import java.util.Map;

/** One cold start and one invocation, as Lambda would do them: {@code FunctionMain HANDLER KEY VALUE}. Needs the function's own class path and no more. */
public final class FunctionMain {
    private static final int TIME_LEFT_MS = 30_000;

    private FunctionMain() {}

    /** Prints what the handler answers. */
    public static void main(String[] args) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        RequestHandler<Map<String, ?>, Object> handler = Class.forName(args[0])
                .asSubclass(RequestHandler.class)
                .getDeclaredConstructor()
                .newInstance();
        Context context = (Context) Proxy.newProxyInstance(
                FunctionMain.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getRemainingTimeInMillis") ? TIME_LEFT_MS : null);
        System.out.println("answer: " + handler.handleRequest(Map.of(args[1], args[2]), context));
    }
}
