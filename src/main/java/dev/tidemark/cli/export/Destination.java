package dev.tidemark.cli.export;

import dev.tidemark.ObjectKind;
import dev.tidemark.Problem;
import dev.tidemark.SchemaExport;
import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an export goes: a file, or a folder by object with {@code load.sql}, which names its files in an order in which they load.
 *
 * @param path a file where it ends with {@code .sql}
 * @param force whether what is there may go
 */
record Destination(Path path, boolean force) {
    private static final String LOAD = "load.sql";
    private static final String INCLUDE = "\\ir ";
    private static final String HEAD = "-- Exported by Tidemark. Owners and privileges are left out.\n";

    /** The whole text; bodies of functions are not looked into while they are made, for what they use may come later. */
    static String text(SchemaExport export) {
        return HEAD + settings(export) + "\n" + export.text();
    }

    private static String settings(SchemaExport export) {
        boolean functions =
                export.parts().stream().anyMatch(part -> part.object().kind() == ObjectKind.FUNCTION);
        return functions ? "SET check_function_bodies = false;\n" : "";
    }

    private boolean isFile() {
        return path.toString().endsWith(".sql");
    }

    /** Refuses what would overwrite something, before a database is asked. */
    void check() {
        try {
            boolean taken =
                    isFile() ? Files.exists(path) : Files.exists(path) && (!Files.isDirectory(path) || !isEmpty(path));
            if (taken && !force) {
                throw TidemarkException.of("TDM-606", "--out " + path + " is there already", "--force replaces it");
            }
            if (taken && !isFile() && !Files.exists(path.resolve(LOAD))) {
                throw TidemarkException.of(
                        "TDM-606",
                        "--out " + path + " is no folder of an earlier export: it has no " + LOAD,
                        "another folder");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** The files that were written, relative to a folder. */
    List<String> write(SchemaExport export) {
        try {
            if (isFile()) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(path, text(export));
                return List.of(path.toString());
            }
            return writeFolder(export);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private List<String> writeFolder(SchemaExport export) throws IOException {
        Files.createDirectories(path);
        removeEarlier();
        List<String> written = new ArrayList<>();
        for (String file : export.files()) {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent() == null ? path : target.getParent());
            Files.writeString(target, export.text(file));
            written.add(file);
        }
        String load = HEAD + "-- psql -f " + LOAD + "\n" + settings(export)
                + written.stream().map(file -> INCLUDE + file + "\n").collect(Collectors.joining());
        Files.writeString(path.resolve(LOAD), load);
        written.add(LOAD);
        return written;
    }

    /** What the earlier {@code load.sql} names, and nothing else. */
    private void removeEarlier() throws IOException {
        Path load = path.resolve(LOAD);
        if (!Files.exists(load)) {
            return;
        }
        for (String line : Files.readAllLines(load)) {
            Path file = path.resolve(line.startsWith(INCLUDE) ? line.substring(INCLUDE.length()) : LOAD)
                    .normalize();
            if (file.startsWith(path.normalize())) {
                Files.deleteIfExists(file);
            }
        }
    }

    private TidemarkException unwritable(IOException e) {
        return new TidemarkException(
                Problem.of("TDM-606", null, "--out " + path + " cannot be written: " + e, null, null, List.of()),
                false,
                e);
    }
}
