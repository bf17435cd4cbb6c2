package dev.tidemark.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes what a database, or a dump, holds: as SQL or as annotated records. Changes nothing in the database, and needs no pom. */
@Mojo(name = "export", requiresProject = false, threadSafe = true)
public final class ExportMojo extends CommandMojo {
    /** A file of SQL to export instead of a database, such as {@code pg_dump --schema-only} writes. */
    @Parameter(property = "tidemark.dump")
    @Nullable
    private String dump;

    /** Only these schemas of the database, separated by commas. By default all but Tidemark's own. */
    @Parameter(property = "tidemark.schemas")
    @Nullable
    private String schemas;

    /** A file that ends with {@code .sql}, or a folder, which gets a file for each object. By default the standard output. */
    @Parameter(property = "tidemark.out")
    @Nullable
    private String out;

    /** The source folder for records, such as {@code src/main/java}, instead of SQL. */
    @Parameter(property = "tidemark.records")
    @Nullable
    private String records;

    /** The records' package. */
    @Parameter(property = "tidemark.package")
    @Nullable
    private String javaPackage;

    /** Replaces what is there. */
    @Parameter(property = "tidemark.force", defaultValue = "false")
    private boolean force;

    /** One JSON document on the standard output: which files were written. */
    @Parameter(property = "tidemark.json", defaultValue = "false")
    private boolean json;

    @Override
    String command() {
        return "export";
    }

    @Override
    void addOptions(List<String> arguments) {
        addValue(arguments, "--dump", dump);
        addValue(arguments, "--schemas", schemas);
        addValue(arguments, "--out", out);
        addValue(arguments, "--java", records);
        addValue(arguments, "--package", javaPackage);
        addFlag(arguments, "--force", force);
        addFlag(arguments, "--json", json);
    }

    @Override
    void addSubject(List<String> arguments, ClassPath classPath, Given given) {
        if (records != null) {
            addValue(arguments, "--app", given.app());
        }
        addValue(arguments, "--url", given.url());
    }
}
