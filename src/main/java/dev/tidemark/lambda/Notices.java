package dev.tidemark.lambda;

import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends notices to the bus {@code TIDEMARK_EVENT_BUS} and the topic {@code TIDEMARK_TOPIC}, where they are set. Never throws: a notice that cannot be sent
 * is counted and named, and hides nothing.
 *
 * <p>The classes of the AWS SDK are loaded when there is something to send, and not before.
 */
final class Notices {
    /** What a cold JVM needs for its first call with the SDK, several times over; a bus that does not answer by then does not get it. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Where notices go. */
    interface Receiver {
        /** Sends, within the limit. */
        void send(Notice notice, Duration limit);
    }

    /**
     * How it went.
     *
     * @param sent how many were taken
     * @param failures one sentence for each that was not
     */
    record Sent(int sent, List<String> failures) {
        static final Sent NOTHING = new Sent(0, List.of());
    }

    private record Place(String name, Callable<Receiver> receiver) {}

    private final List<Place> places = new ArrayList<>();

    Notices(Map<String, String> environment) {
        @Nullable String bus = Setting.EVENT_BUS.text(environment);
        @Nullable String topic = Setting.TOPIC.text(environment);
        if (bus != null) {
            places.add(new Place(Setting.EVENT_BUS.variable(), () -> new EventBus(bus)));
        }
        if (topic != null) {
            places.add(new Place(Setting.TOPIC.variable(), () -> new Topic(topic)));
        }
    }

    /** What is to be kept free for them of this much time; nothing where none is asked for. */
    Duration share(Duration of) {
        Duration wanted = LONGEST.multipliedBy(places.size());
        Duration third = of.dividedBy(3);
        return wanted.compareTo(third) < 0 ? wanted : third;
    }

    /** Sends each notice to each place, for so long at most in all. */
    Sent send(List<Notice> notices, Duration limit) {
        int sent = 0;
        List<String> failures = new ArrayList<>();
        long end = System.nanoTime() + limit.toNanos();
        for (Place place : places) {
            for (Notice notice : notices) {
                Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
                @Nullable String failure = send(place, notice, left.compareTo(LONGEST) < 0 ? left : LONGEST);
                if (failure == null) {
                    sent++;
                } else {
                    failures.add(place.name() + ": " + failure);
                }
            }
        }
        return new Sent(sent, List.copyOf(failures));
    }

    /** On a thread of its own: name resolution and class loading heed no timeout. */
    private static @Nullable String send(Place place, Notice notice, Duration limit) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            place.receiver().call().send(notice, limit);
            return true;
        });
        Thread thread = new Thread(task, "tidemark-notice");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            thread.interrupt();
            return "not sent within " + limit.toMillis() + " ms";
        } catch (ExecutionException e) {
            return said(e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String said(@Nullable Throwable cause) {
        if (cause instanceof LinkageError) {
            return "software.amazon.awssdk: eventbridge or sns, and url-connection-client, are not on the class path ("
                    + cause.getMessage() + ")";
        }
        return String.valueOf(cause == null || cause.getMessage() == null ? cause : cause.getMessage());
    }
}
