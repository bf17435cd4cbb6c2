import dev.tidemark.bench.HerdBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The herds of {@code HerdBench}, with Flyway's {@code migrate} beside Tidemark. A program of one file, since nothing else here needs Flyway:
 *
 * <pre>
 * ./mvnw -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * ./mvnw -q dependency:copy -Dartifact=org.flywaydb:flyway-core:13.12.1 …    (flyway-core, flyway-database-postgresql and what they need, into target/flyway)
 * java -cp "target/test-classes:target/classes:$(cat target/classpath):target/flyway/*" src/bench/flyway/FlywayHerd.java
 * </pre>
 */
public final class FlywayHerd {
    private FlywayHerd() {}

    public static void main(String[] args) throws Exception {
        HerdBench.run(List.of(new Migrate()));
    }

    /** Flyway as it is; it tries again to connect for as long as its documentation advises at most. */
    private static final class Migrate implements HerdBench.Contender {
        private final Path first = migration(HerdBench.migrations().subList(0, 1));
        private final Path both = migration(HerdBench.migrations());
        private Path folder = first;

        private static Path migration(List<String> steps) {
            try {
                Path folder = Files.createTempDirectory("flyway");
                for (int i = 0; i < steps.size(); i++) {
                    Files.writeString(folder.resolve("V" + (i + 1) + "__step.sql"), steps.get(i));
                }
                return folder;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private static Flyway over(DataSource database, Path folder) {
            return Flyway.configure()
                    .dataSource(database)
                    .locations("filesystem:" + folder)
                    .connectRetries(10)
                    .connectRetriesInterval(2)
                    .load();
        }

        @Override
        public String name() {
            return "Flyway";
        }

        @Override
        public void prepare(DataSource database, boolean changed) throws Exception {
            over(database, first).migrate();
            HerdBench.filled(database);
            folder = changed ? both : first;
        }

        @Override
        public void start(DataSource database) {
            over(database, folder).migrate();
        }

        @Override
        public int polls() {
            return -1;
        }
    }
}
