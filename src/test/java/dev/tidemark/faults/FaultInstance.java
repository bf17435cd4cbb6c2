package dev.tidemark.faults;

import dev.tidemark.SyncEvent;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.ds.PGSimpleDataSource;

/** A process of its own: {@code url version pauseBefore}. Before statement {@code pauseBefore} it says so, and stands still until it is told to go on. */
final class FaultInstance {
    static final Duration TTL = Duration.ofSeconds(5);

    private FaultInstance() {}

    public static void main(String[] args) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(args[0]);
        int pauseBefore = Integer.parseInt(args[2]);
        // A run that lost its connection starts again, and comes by here again.
        AtomicBoolean stoodStill = new AtomicBoolean();
        try {
            SyncResult result = Tidemark.open(
                            source,
                            Versions.coldStart(Integer.parseInt(args[1]))
                                    .withLeaseTtl(TTL)
                                    .withListener(event -> {
                                        if (event instanceof SyncEvent.StatementStarted at
                                                && at.number() == pauseBefore
                                                && stoodStill.compareAndSet(false, true)) {
                                            standStill();
                                        }
                                    }))
                    .sync();
            System.out.println("=> END " + result.status());
        } catch (TidemarkException e) {
            System.out.println("=> END " + e.code());
        }
    }

    private static void standStill() {
        System.out.println("=> AT");
        try {
            if (System.in.read() < 0) {
                throw new IllegalStateException("nobody is there any more");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
