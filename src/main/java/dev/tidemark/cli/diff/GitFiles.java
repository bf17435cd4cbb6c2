package dev.tidemark.cli.diff;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.cli.SchemaText;
import dev.tidemark.schema.RowFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files of a revision, as {@code git} in the current folder knows them. */
record GitFiles(String revision) {
    GitFiles {
        if (revision.isEmpty() || revision.startsWith("-")) {
            throw TidemarkException.of("TDM-605", "'" + revision + "' is no revision", "git:HEAD~1:schema.sql");
        }
    }

    /** A file, or all files of a folder that end with {@code .sql}. Paths are those of the repository; with {@code ./} of the current folder. */
    SchemaText read(String path) {
        String origin = "git:" + revision + ":" + path;
        String type = run("cat-file", "-t", revision + ":" + path).strip();
        if (!type.equals("tree")) {
            return new SchemaText(null, file(path), origin);
        }
        List<String> names = new ArrayList<>();
        String tree = revision + ":" + path;
        for (String name : run("ls-tree", "-r", "-z", "--name-only", tree).split("\0", -1)) {
            if (name.endsWith(".sql")) {
                String slash = path.isEmpty() || path.endsWith("/") ? "" : "/";
                names.add(path + slash + name);
            }
        }
        Set<String> rows = new HashSet<>();
        for (String name : names) {
            RowFiles.named(run("show", revision + ":" + name), name).forEach(file -> rows.add(beside(name, file)));
        }
        StringBuilder text = new StringBuilder();
        names.stream()
                .filter(name -> !rows.contains(name))
                .forEach(name -> text.append(file(name)).append('\n'));
        return new SchemaText(null, text.toString(), origin);
    }

    /** A file with the rows that it names. */
    private String file(String path) {
        return RowFiles.in(
                run("show", revision + ":" + path),
                "git:" + revision + ":" + path,
                file -> run("show", revision + ":" + beside(path, file)).getBytes(StandardCharsets.UTF_8));
    }

    private static String beside(String path, String file) {
        return path.substring(0, path.lastIndexOf('/') + 1) + file;
    }

    private static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            // Errors are one line or two, which fit into the pipe.
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw TidemarkException.of("TDM-606", "git " + String.join(" ", arguments) + ": " + err.strip());
            }
            return out;
        } catch (IOException e) {
            throw new TidemarkException(
                    Problem.of("TDM-606", null, "git cannot be run: " + e.getMessage(), null, null, List.of()),
                    false,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TidemarkException.of("TDM-606", "interrupted while git ran");
        }
    }
}
