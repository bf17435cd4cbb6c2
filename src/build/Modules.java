import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds and tests the modules beside the core against the core that was just built: {@code Modules verify|install VERSION REPOSITORY LOCAL-REPOSITORY
 * [ARGUMENT…]}. Run by {@code ./mvnw verify}, or by hand after it; docs/adr/0040-modules.md says why it is a build of its own. {@code install} puts them into
 * LOCAL-REPOSITORY, where the core was just installed, without testing them once more.
 *
 * <p>REPOSITORY, under target/, holds the core and receives the modules; what comes from Maven Central stays in LOCAL-REPOSITORY, where the next build finds it.
 */
final class Modules {
    public static void main(String[] args) throws Exception {
        boolean install = args[0].equals("install");
        String version = args[1];
        Path repository = Path.of(args[2]).toAbsolutePath();
        Path local = Path.of(args[3]);
        removeModules(repository);
        List<String> command = new ArrayList<>(List.of(Path.of("mvnw").toAbsolutePath().toString(), "-B", "-q", "-f", "integrations/pom.xml"));
        // Our own artefacts come from REPOSITORY. Who has installed this version into ~/.m2 gets a local repository of the build's own.
        boolean stale = !install && Files.exists(local.resolve("dev/tidemark/tidemark/" + version + "/tidemark-" + version + ".pom"));
        Path head = stale ? repository.resolveSibling("m2") : local;
        command.add("-Dmaven.repo.local=" + head);
        command.add("-Dmaven.repo.local.tail=" + repository + (stale ? "," + local : ""));
        command.add("-Dmodules.repository=" + repository);
        // Else into REPOSITORY only (the execution build-repository).
        command.add("-Dmaven.install.skip=" + !install);
        for (String argument : List.of(args).subList(4, args.length)) {
            if (!argument.startsWith("-Dmaven.offline=")) {
                command.add(argument);
            } else if (argument.endsWith("=true")) {
                command.add("-o");
            }
        }
        if (install) {
            command.add("-DskipTests=true");
        }
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putIfAbsent("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        int exit = builder.start().waitFor();
        System.out.printf("[modules] %s in %d s%n", exit == 0 ? "built and tested" : "FAILED", (System.nanoTime() - start) / 1_000_000_000);
        System.exit(exit);
    }

    /** What an earlier build deployed; the core stays. */
    private static void removeModules(Path repository) throws IOException {
        Path group = repository.resolve("dev/tidemark");
        if (!Files.isDirectory(group)) {
            throw new IllegalStateException("no core in " + repository + ": run ./mvnw package first, or ./mvnw verify");
        }
        try (Stream<Path> modules = Files.list(group)) {
            for (Path module : modules.filter(m -> !m.getFileName().toString().equals("tidemark")).toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
