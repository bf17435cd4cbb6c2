package dev.tidemark.cli.init;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.cli.Choice;
import dev.tidemark.cli.Exit;
import dev.tidemark.cli.Session;
import dev.tidemark.cli.Subcommand;
import dev.tidemark.scaffold.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark init}: writes a project that builds. */
@CommandLine.Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a project that builds: one table, a class that uses it, a test, and for Lambda a SAM template.",
            "What no option says is asked for on a terminal; elsewhere it is --build maven, --kind plain."
        },
        sortOptions = false)
public final class InitCommand extends Subcommand {
    private static final String DEFAULT_APP = "notes";

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "where; the current folder")
    Path directory = Path.of("");

    @Option(names = "--build", paramLabel = "TOOL", converter = BuildConverter.class, description = "maven or gradle")
    Project.@Nullable Build build;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            converter = KindConverter.class,
            description = "lambda: a function with a SAM template; plain: a program with a main method")
    Project.@Nullable Kind kind;

    @Option(names = "--app", paramLabel = "NAME", description = "the app's name; that of the folder, or notes")
    @Nullable
    String app;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            description = "of the Java classes; com.example and the app's name")
    @Nullable
    String javaPackage;

    @Option(names = "--force", description = "replace files that are there")
    boolean force;

    /** Reads {@code maven} and {@code gradle}. */
    static final class BuildConverter extends Choice<Project.Build> {
        BuildConverter() {
            super(Project.Build.class);
        }
    }

    /** Reads {@code lambda} and {@code plain}. */
    static final class KindConverter extends Choice<Project.Kind> {
        KindConverter() {
            super(Project.Kind.class);
        }
    }

    /** The command of a session. */
    public InitCommand(Session session) {
        super(session);
    }

    @Override
    protected int run() {
        Project project = project();
        SortedMap<String, String> files = project.files();
        Path root = directory.toAbsolutePath().normalize();
        List<String> taken = files.keySet().stream()
                .filter(file -> Files.exists(root.resolve(file)))
                .toList();
        if (!taken.isEmpty() && !force) {
            throw TidemarkException.of(
                    "TDM-606",
                    root + " has " + String.join(", ", taken) + " already; nothing was written",
                    "another folder: tidemark init DIR",
                    "--force replaces them");
        }
        files.forEach((file, text) -> write(root.resolve(file), text));
        report(project, root, files);
        return Exit.OK;
    }

    private Project project() {
        Project.Build builder = build != null
                ? build
                : Project.Build.valueOf(
                        choice("Built by", List.of("maven", "gradle")).toUpperCase(Locale.ROOT));
        Project.Kind what = kind != null
                ? kind
                : Project.Kind.valueOf(choice("A", List.of("plain", "lambda")).toUpperCase(Locale.ROOT));
        String name = app != null ? app : answer("The app's name", nameOfFolder());
        String base = "com.example." + name.replaceAll("[^a-z0-9_]", "_");
        String classes = javaPackage != null ? javaPackage : answer("Java package", base);
        return new Project(name, classes, builder, what, version());
    }

    private String nameOfFolder() {
        Path folder = directory.toAbsolutePath().normalize().getFileName();
        String name = folder == null ? "" : folder.toString().toLowerCase(Locale.ROOT);
        return name.matches("[a-z][a-z0-9_-]{0,62}") ? name : DEFAULT_APP;
    }

    private String choice(String question, List<String> answers) {
        while (true) {
            String answer = answer(question + " " + String.join(" or ", answers), answers.get(0))
                    .toLowerCase(Locale.ROOT);
            if (answers.contains(answer)) {
                return answer;
            }
            note("  " + String.join(" or ", answers) + ", please");
        }
    }

    /** What somebody types, or the usual where nobody can be asked or says nothing. */
    private String answer(String question, String usual) {
        if (!interactive() || output.json) {
            return usual;
        }
        String line = ask(question + " [" + usual + "]: ");
        return line.isBlank() ? usual : line.strip();
    }

    private static String version() {
        String version = InitCommand.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    private void write(Path file, String text) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new TidemarkException(
                    Problem.of("TDM-606", null, file + " cannot be written: " + e, null, null, List.of()), false, e);
        }
    }

    private void report(Project project, Path root, SortedMap<String, String> files) {
        if (output.json) {
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("format", 1);
            report.put("status", "WRITTEN");
            report.put("app", project.app());
            report.put("directory", root.toString());
            report.put("files", new ArrayList<>(files.keySet()));
            report.put("next", new ArrayList<>(project.next().values()));
            json(report, Exit.OK);
            return;
        }
        StringBuilder text = new StringBuilder();
        files.keySet().forEach(file -> text.append("+ ").append(file).append('\n'));
        text.append("\nNext");
        text.append(directory.toString().isEmpty() ? "" : ", in " + directory).append(":\n");
        project.next()
                .forEach((title, command) -> text.append("  # ")
                        .append(title)
                        .append('\n')
                        .append("  ")
                        .append(command)
                        .append('\n'));
        out().print(output.out(session).show(text.toString()));
    }
}
