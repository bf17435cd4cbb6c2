package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An empty directory in which a stranger starts. {@code mvn} on its path is the wrapper's Maven with a settings.xml that names the repository of this build;
 * nothing of Tidemark is in the local repository before.
 */
final class EmptyProject {
    private static final Path TARGET = Path.of(System.getProperty("tidemark.target"));
    private static final long MINUTES = 20;

    private final Path directory;
    private final Path bin;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private EmptyProject(Path directory, Path bin) {
        this.directory = directory;
        this.bin = bin;
    }

    /** What a command said. */
    record Ran(int exit, String output) {
        Ran succeeded() {
            assertEquals(0, exit, output);
            return this;
        }
    }

    static EmptyProject named(String name) throws IOException {
        Path home = TARGET.resolve("projects").resolve(name);
        empty(home);
        Path bin = home.resolve("bin");
        Files.createDirectories(bin);
        Files.writeString(bin.resolve("settings.xml"), settings());
        Path mvn = bin.resolve("mvn");
        Files.writeString(mvn, mvn(home, bin));
        if (!mvn.toFile().setExecutable(true)) {
            throw new IOException(mvn + " cannot be made executable");
        }
        Path directory = Files.createDirectories(home.resolve("project"));
        return new EmptyProject(directory, bin);
    }

    private static String mvn(Path home, Path bin) {
        String local = System.getProperty("tidemark.localRepository");
        return """
            #!/bin/sh
            exec "%s/mvnw" -s "%s/settings.xml" -Dmaven.repo.local="%s/m2" -Dmaven.repo.local.tail="%s" %s"$@"
            """.formatted(
                        Path.of(System.getProperty("tidemark.root")).normalize(),
                        bin,
                        home,
                        local,
                        System.getProperty("tidemark.offline", "").endsWith("=true") ? "-o " : "");
    }

    /** Checksums: a repository laid out by {@code install:install-file} has none. */
    private static String settings() {
        String repository =
                """
                <id>tidemark-build</id>
                <url>%s</url>
                <releases><enabled>true</enabled><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>true</enabled><checksumPolicy>ignore</checksumPolicy></snapshots>
                """.formatted(Path.of(System.getProperty("tidemark.repository")).toUri());
        return """
            <settings>
              <servers>
                <server><id>harbour</id><username>harbour_master</username><password>s3cret@quay</password></server>
              </servers>
              <profiles><profile>
                <id>build</id>
                <repositories><repository>%1$s</repository></repositories>
                <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
              </profile></profiles>
              <activeProfiles><activeProfile>build</activeProfile></activeProfiles>
            </settings>
            """.formatted(repository);
    }

    private static void empty(Path home) throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    Path directory() {
        return directory;
    }

    EmptyProject with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** By a shell that stops at the first failure. */
    Ran shell(String script) throws IOException, InterruptedException {
        return run(List.of("sh", "-ec", script));
    }

    /** By a person at a terminal, who types these lines where a command asks. */
    Ran terminal(String script, String... typed) throws IOException, InterruptedException {
        Path lines = Files.write(directory.resolveSibling("typed.txt"), List.of(typed));
        Path commands = Files.writeString(directory.resolveSibling("commands.sh"), script);
        return run(List.of("script", "-qec", "sh -e '" + commands + "'", "/dev/null"), lines.toFile());
    }

    Ran mvn(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(bin.resolve("mvn").toString(), "-B", "-q"));
        line.addAll(List.of(arguments));
        return run(line);
    }

    /** Runs a class of these tests with the project's classes and its dependencies only, as Lambda does. */
    Ran java(Class<?> main, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        Path classPath = directory.resolve("target/class-path.txt");
        if (!Files.exists(classPath)) {
            mvn(
                            "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath",
                            "-DincludeScope=runtime",
                            "-Dmdep.outputFile=" + classPath)
                    .succeeded();
        }
        Path only = TARGET.resolve("function-main");
        Path compiled = Path.of(main.getName().replace('.', '/') + ".class");
        Files.createDirectories(only.resolve(compiled).getParent());
        Files.write(
                only.resolve(compiled),
                Files.readAllBytes(TARGET.resolve("test-classes").resolve(compiled)));
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                        File.pathSeparator,
                        directory.resolve("target/classes").toString(),
                        Files.readString(classPath).strip(),
                        only.toString()),
                main.getName()));
        line.addAll(List.of(arguments));
        environment.putAll(variables);
        try {
            return run(line);
        } finally {
            variables.keySet().forEach(environment::remove);
        }
    }

    private Ran run(List<String> line) throws IOException, InterruptedException {
        return run(line, new File("/dev/null"));
    }

    private Ran run(List<String> line, File input) throws IOException, InterruptedException {
        Path output = Files.createTempFile(TARGET, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(input)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("MAVEN_"));
        builder.environment().put("NO_COLOR", "1");
        builder.environment().put("COLUMNS", "150");
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(line + " is not done after " + MINUTES + " min:\n" + Files.readString(output));
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Ran(process.exitValue(), String.join(" ", line) + "\n" + said);
    }
}
