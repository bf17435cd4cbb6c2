package dev.tidemark.engine;

import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One instance as a process of its own: {@code url schema.sql mode ttlMillis pauseBefore}. Before statement number {@code pauseBefore} (0: never) it says
 * {@code AT n} and stands still until it is killed or told to go on by a line on its standard input.
 */
final class SyncMain {
    private SyncMain() {}

    public static void main(String[] args) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(args[0]);
        String sql = Files.readString(Path.of(args[1]));
        int pauseBefore = Integer.parseInt(args[4]);
        SyncOptions base = args[2].equals("full") ? Syncs.full(sql) : Syncs.coldStart(sql);
        SyncOptions options = base.withLeaseTtl(Duration.ofMillis(Long.parseLong(args[3])))
                .withListener(event -> {
                    if (event instanceof SyncEvent.LeaseAcquired acquired) {
                        System.out.println("TERM " + acquired.term());
                    }
                    if (event instanceof SyncEvent.StatementStarted at && at.number() == pauseBefore) {
                        standStill(at.number());
                    }
                });
        try {
            SyncResult result = Tidemark.open(source, options).sync();
            System.out.println("=> END " + result.status() + " " + result.statements() + " " + result.reason());
        } catch (TidemarkException e) {
            System.out.println("=> END " + e.code() + " " + e.getMessage());
        }
    }

    private static void standStill(int number) {
        System.out.println("=> AT " + number);
        try {
            if (System.in.read() < 0) {
                Thread.sleep(60_000);
            }
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
