package dev.tidemark.lambda;

import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A function's cold start and nothing else: {@code url app}. */
final class HotPathMain {
    private HotPathMain() {}

    public static void main(String[] args) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(args[0]);
        ColdStart check = ColdStart.check(source, Map.of("TIDEMARK_APP", args[1]));
        System.out.println("=> " + check.status());
    }
}
