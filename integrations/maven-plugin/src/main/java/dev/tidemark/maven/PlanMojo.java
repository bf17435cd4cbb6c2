package dev.tidemark.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Shows what a sync would do. Changes nothing. */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class PlanMojo extends CommandMojo {
    /** Fails the build where there is something to do. */
    @Parameter(property = "tidemark.exitCode", defaultValue = "false")
    private boolean exitCode;

    /** One JSON document on the standard output. */
    @Parameter(property = "tidemark.json", defaultValue = "false")
    private boolean json;

    /** The statements only. */
    @Parameter(property = "tidemark.sql", defaultValue = "false")
    private boolean sql;

    /** For a comment on a pull request. */
    @Parameter(property = "tidemark.markdown", defaultValue = "false")
    private boolean markdown;

    @Override
    String command() {
        return "plan";
    }

    @Override
    void addOptions(List<String> arguments) {
        addFlag(arguments, "--exit-code", exitCode);
        addFlag(arguments, "--json", json);
        addFlag(arguments, "--sql", sql);
        addFlag(arguments, "--markdown", markdown);
    }
}
