package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.lambda.ColdStart;
import dev.tidemark.lambda.FunctionDataSource;
import dev.tidemark.lambda.TidemarkUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code POST /orders}, {@code GET /orders/{id}}, {@code GET /customers/{id}/orders}; events of API Gateway's HTTP API, payload 2.0. */
public final class OrdersFunction implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final DataSource DATABASE = FunctionDataSource.fromEnvironment();
    private static final ColdStart TIDEMARK = ColdStart.check(DATABASE);

    private final OrderStore orders = new OrderStore(DATABASE);

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        try {
            TIDEMARK.ready(context);
            return route(event);
        } catch (TidemarkUnavailable e) {
            return unavailable(e.retryAfter());
        } catch (SQLException e) {
            return failed(e);
        }
    }

    private Map<String, Object> route(Map<String, Object> event) throws SQLException {
        return switch (String.valueOf(event.get("routeKey"))) {
            case "POST /orders" -> answer(201, orders.place(String.valueOf(event.get("body"))), 422);
            case "GET /orders/{id}" -> answer(200, orders.order(id(event)), 404);
            case "GET /customers/{id}/orders" -> answer(200, orders.ordersOf(id(event)), 404);
            default -> answer(404, "{\"error\": \"no such route\"}");
        };
    }

    private static String id(Map<String, Object> event) {
        return event.get("pathParameters") instanceof Map<?, ?> path ? String.valueOf(path.get("id")) : "";
    }

    /** By SQLSTATE: what the client sent is wrong, or the database is not (or no longer) there for this version; anything else is a defect. */
    private static Map<String, Object> failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("22")) {
            return answer(400, "{\"error\": \"not understood\"}");
        }
        if (state.startsWith("23")) {
            return answer(422, "{\"error\": \"no such product, or a value out of range\"}");
        }
        if (state.equals("42703") || state.equals("42P01") || state.startsWith("08") || state.startsWith("5")) {
            return unavailable(Duration.ofSeconds(5));
        }
        throw new IllegalStateException(e);
    }

    private static Map<String, Object> unavailable(Duration retryAfter) {
        return Map.of(
                "statusCode",
                503,
                "headers",
                Map.of("retry-after", Long.toString(retryAfter.toSeconds())),
                "body",
                "{\"error\": \"try again later\"}");
    }

    private static Map<String, Object> answer(int found, Optional<String> body, int notFound) {
        return body.isPresent() ? answer(found, body.get()) : answer(notFound, null);
    }

    private static Map<String, Object> answer(int status, @Nullable String body) {
        return Map.of(
                "statusCode",
                status,
                "headers",
                Map.of("content-type", "application/json"),
                "body",
                body == null ? "{\"error\": \"not found\"}" : body);
    }
}
