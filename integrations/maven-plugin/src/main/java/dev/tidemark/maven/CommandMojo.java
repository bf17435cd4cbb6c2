package dev.tidemark.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** What all goals share: where the database is, which schema, and the start of the command line. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields.
public abstract class CommandMojo extends AbstractMojo {
    /** Which database: {@code postgresql://user@host:5432/db} or {@code jdbc:postgresql://…}. Else {@code DATABASE_URL}, {@code PGHOST} and so on. */
    @Parameter(property = "tidemark.url")
    @Nullable
    private String url;

    /** The {@code <server>} of settings.xml with user name and password. A user in the URL goes before its user name. */
    @Parameter(property = "tidemark.server")
    @Nullable
    private String server;

    /** Whose schema, where the class path holds several. */
    @Parameter(property = "tidemark.app")
    @Nullable
    private String app;

    /** A schema written in SQL instead of the compiled one; needs an app. */
    @Parameter(property = "tidemark.schema")
    @Nullable
    private File schema;

    /** More options of the command, such as {@code --connect-timeout 30s}; docs/cli.md has them all. */
    @Parameter(property = "tidemark.options")
    @Nullable
    private String options;

    /** The {@code java} that runs Tidemark, 21 or newer. By default that of the toolchain, else the one that runs Maven. */
    @Parameter(property = "tidemark.java")
    @Nullable
    private String java;

    /** Does nothing. */
    @Parameter(property = "tidemark.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    @Inject
    private ToolchainManager toolchains;

    @Inject
    private SettingsDecrypter decrypter;

    /** The command's name. */
    abstract String command();

    /** Adds the goal's own options. */
    abstract void addOptions(List<String> arguments);

    /** Adds which schema, and which database. */
    void addSubject(List<String> arguments, ClassPath classPath, Given given) throws WrongParameter {
        addValue(arguments, "--app", given.app());
        if (given.schema() != null) {
            arguments.addAll(List.of("--schema", given.schema()));
        } else if (!classPath.dependenciesDeclare()) {
            // Also where there is none: the command then says how to run the annotation processor.
            arguments.addAll(List.of("--classes", given.classes()));
        }
        addValue(arguments, "--url", given.url());
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("skipped: tidemark.skip is set");
            return;
        }
        ClassPath classPath = classPath();
        List<String> line = new ArrayList<>(List.of(
                javaExecutable(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath.text(),
                "dev.tidemark.cli.Main",
                command()));
        addOptions(line);
        try {
            addSubject(line, classPath, given());
        } catch (WrongParameter e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
        if (options != null) {
            line.addAll(words(options));
        }
        int exit = run(line);
        if (exit != 0) {
            throw new MojoFailureException(
                    "tidemark " + command() + ": " + ExitCode.meaning(exit) + " (exit code " + exit + ", see above)");
        }
    }

    private Given given() {
        return new Given(
                url,
                app,
                schema == null ? null : schema.getPath(),
                project.getBuild().getOutputDirectory());
    }

    private ClassPath classPath() {
        List<File> dependencies = project.getArtifacts().stream()
                .filter(artifact -> !isTidemark(artifact))
                .map(Artifact::getFile)
                .filter(file -> file != null)
                .toList();
        List<File> own = plugin.getArtifacts().stream().map(Artifact::getFile).toList();
        return new ClassPath(own, Path.of(project.getBuild().getOutputDirectory()), dependencies);
    }

    /** The plugin's own version plans and applies. */
    private static boolean isTidemark(Artifact artifact) {
        return artifact.getGroupId().equals("dev.tidemark")
                && artifact.getArtifactId().equals("tidemark");
    }

    private String javaExecutable() throws MojoExecutionException {
        if (java != null) {
            return java;
        }
        Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
        String found = toolchain == null ? null : toolchain.findTool("java");
        if (found != null) {
            return found;
        }
        int feature = Runtime.version().feature();
        if (feature < 21) {
            throw new MojoExecutionException("Tidemark needs Java 21 or newer, and Maven runs on " + feature
                    + ". Point JAVA_HOME at a newer JDK, or add maven-toolchains-plugin to the pom, or set"
                    + " -Dtidemark.java=/path/to/java.");
        }
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private int run(List<String> line) throws MojoExecutionException {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(project.getBasedir()).inheritIO();
        // By the environment: everybody on the machine sees the arguments of a process.
        builder.environment().putAll(login());
        AtomicReference<@Nullable Process> running = new AtomicReference<>();
        Thread stop = new Thread(() -> stop(running.get()));
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Process process = builder.start();
            running.set(process);
            return process.waitFor();
        } catch (IOException e) {
            throw new MojoExecutionException(line.get(0) + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(running.get());
            throw new MojoExecutionException("interrupted", e);
        } finally {
            unhook(stop);
        }
    }

    private Map<String, String> login() throws MojoExecutionException {
        return server == null ? Map.of() : Login.of(server, session.getSettings(), decrypter);
    }

    /** As by Ctrl-C: the statement is cancelled and the lease given back. */
    private static void stop(@Nullable Process process) {
        if (process != null) {
            process.destroy();
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Maven ends already, and the hook runs.
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** An option without a value, where it is asked for. */
    static void addFlag(List<String> arguments, String option, boolean wanted) {
        if (wanted) {
            arguments.add(option);
        }
    }

    /** An option with its value, where it is given. */
    static void addValue(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            arguments.addAll(List.of(option, value));
        }
    }
}
