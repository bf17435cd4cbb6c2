package dev.tidemark.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Brings the database in step. Asks on a terminal; elsewhere it needs tidemark.yes. */
@Mojo(name = "sync", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class SyncMojo extends CommandMojo {
    /** Fails the build where there is something to do. */
    @Parameter(property = "tidemark.exitCode", defaultValue = "false")
    private boolean exitCode;

    /** One JSON document on the standard output. */
    @Parameter(property = "tidemark.json", defaultValue = "false")
    private boolean json;

    /** Does not ask. */
    @Parameter(property = "tidemark.yes", defaultValue = "false")
    private boolean yes;

    /** Withholds what loses data, applies the rest. */
    @Parameter(property = "tidemark.safe", defaultValue = "false")
    private boolean safe;

    /** Hazards that may happen, such as {@code DATA_LOSS}, separated by commas. */
    @Parameter(property = "tidemark.allow")
    @Nullable
    private String allow;

    @Override
    String command() {
        return "sync";
    }

    @Override
    void addOptions(List<String> arguments) {
        addFlag(arguments, "--exit-code", exitCode);
        addFlag(arguments, "--json", json);
        addFlag(arguments, "--yes", yes);
        addFlag(arguments, "--safe", safe);
        addValue(arguments, "--allow", allow);
    }
}
