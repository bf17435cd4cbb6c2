package dev.tidemark.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Says what is recorded of this schema in the database. Changes nothing. */
@Mojo(name = "status", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class StatusMojo extends CommandMojo {
    /** Fails the build where there is something to do. */
    @Parameter(property = "tidemark.exitCode", defaultValue = "false")
    private boolean exitCode;

    /** One JSON document on the standard output. */
    @Parameter(property = "tidemark.json", defaultValue = "false")
    private boolean json;

    @Override
    String command() {
        return "status";
    }

    @Override
    void addOptions(List<String> arguments) {
        addFlag(arguments, "--exit-code", exitCode);
        addFlag(arguments, "--json", json);
    }
}
