package dev.tidemark.deploy;

import dev.tidemark.SyncOptions;
import dev.tidemark.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A stack of a test with one {@code Custom::TidemarkSchema}: sends the events that CloudFormation sends, of whichever version of the code. */
final class Stack implements AutoCloseable {
    static final String ID = "arn:aws:cloudformation:eu-central-1:000000000000:stack/orders/5b6c2d10";
    static final Duration LONG = Duration.ofSeconds(60);

    final Inbox inbox = new Inbox();
    final TestDatabase database;
    final List<String> handedOn = new CopyOnWriteArrayList<>();
    Map<String, String> environment = Map.of(
            "AWS_LAMBDA_FUNCTION_NAME",
            "orders-tidemark",
            "TIDEMARK_MODE",
            "auto",
            "TIDEMARK_ALLOW",
            "DATA_LOSS,TABLE_REWRITE,FULL_SCAN_UNDER_LOCK");
    UnaryOperator<SyncOptions> tuning = options -> options;
    Routing routing = (function, alias, left) -> {
        throw new IllegalStateException("this test has no Lambda API");
    };
    DataSource source;
    Supplier<DataSource> laterSource = () -> source;
    Successor successor = (payload, left) -> handedOn.add(payload);
    Map<String, Object> before = Map.of();

    Stack(TestDatabase database) {
        this.database = database;
        this.source = database.dataSource();
    }

    /** The event of a Create. */
    Map<String, Object> create(String... properties) {
        return event("Create", properties(properties));
    }

    /** The event of an Update from the properties of the event before. */
    Map<String, Object> update(String... properties) {
        return update(properties(properties));
    }

    Map<String, Object> update(Map<String, Object> properties) {
        Map<String, Object> old = before;
        Map<String, Object> event = event("Update", properties);
        event.put("OldResourceProperties", old);
        event.put("PhysicalResourceId", "tidemark-shop-Schema");
        return event;
    }

    Map<String, Object> delete(String... properties) {
        Map<String, Object> event = event("Delete", properties(properties));
        event.put("PhysicalResourceId", "stack-Schema-1A2B3C");
        return event;
    }

    private Map<String, Object> event(String type, Map<String, Object> properties) {
        before = properties;
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("RequestType", type);
        event.put("ServiceToken", "arn:aws:lambda:eu-central-1:000000000000:function:orders-tidemark");
        event.put("ResponseURL", inbox.url());
        event.put("StackId", ID);
        event.put("RequestId", UUID.randomUUID().toString());
        event.put("ResourceType", "Custom::TidemarkSchema");
        event.put("LogicalResourceId", "Schema");
        event.put("ResourceProperties", properties);
        return event;
    }

    /** Properties as CloudFormation sends them, with its own besides. */
    static Map<String, Object> properties(String... properties) {
        Map<String, Object> all = new HashMap<>();
        all.put("ServiceToken", "arn:aws:lambda:eu-central-1:000000000000:function:orders-tidemark");
        all.put("ServiceTimeout", "960");
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return all;
    }

    /** Sends an event to code that declares this schema. */
    Map<String, @Nullable Object> send(String schema, Map<String, Object> event) {
        return send(schema, event, LONG);
    }

    Map<String, @Nullable Object> send(String schema, Map<String, Object> event, Duration remaining) {
        return resource(schema).answer(event, remaining);
    }

    /** Sends the event that the invocation before handed on, as Lambda delivers it. */
    Map<String, @Nullable Object> sendNext(String schema, Duration remaining) {
        return send(schema, Inbox.parse(handedOn.get(handedOn.size() - 1)), remaining);
    }

    private CustomResource resource(String schema) {
        Access access = new Access() {
            private boolean used;

            @Override
            public SyncOptions options(Duration left) {
                return tuning.apply(SyncOptions.defaults()
                        .withApp("shop")
                        .withSource(new SyncOptions.SchemaSource(schema, "schema.sql"))
                        .withPollInterval(Duration.ofMillis(50)));
            }

            @Override
            public Routing routing() {
                return routing;
            }

            @Override
            public synchronized DataSource dataSource(Duration left) {
                DataSource next = used ? laterSource.get() : source;
                used = true;
                return next;
            }
        };
        return new CustomResource(environment, access, inbox.hosts(), successor);
    }

    /** What was answered, in order. */
    List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        inbox.received().forEach(r -> statuses.add(r.text("Status")));
        return statuses;
    }

    Inbox.Received last() {
        return inbox.received().get(inbox.received().size() - 1);
    }

    @Override
    public void close() {
        inbox.close();
        database.close();
    }
}
