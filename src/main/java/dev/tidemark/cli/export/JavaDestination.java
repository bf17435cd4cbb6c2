package dev.tidemark.cli.export;

import dev.tidemark.JavaExport;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where records go: a source folder.
 *
 * @param root such as {@code src/main/java}
 * @param javaPackage the records'
 * @param force whether files that are there may go
 */
record JavaDestination(Path root, String javaPackage, boolean force) {
    private static final String EXTRA = "extra.sql";

    /** The files that were written, relative to the root. */
    List<String> write(JavaExport export) {
        SortedMap<String, String> files = new TreeMap<>();
        export.files().forEach((name, text) -> files.put(javaPackage.replace('.', '/') + "/" + name, text));
        if (!export.extra().isEmpty()) {
            files.put(EXTRA, "-- What no annotation says.\n\n" + export.extraSql());
        }
        List<String> taken = files.keySet().stream()
                .filter(file -> Files.exists(root.resolve(file)))
                .toList();
        if (!taken.isEmpty() && !force) {
            throw TidemarkException.of(
                    "TDM-606", root + " has " + String.join(", ", taken) + " already", "--force replaces them");
        }
        try {
            for (var file : files.entrySet()) {
                Path target = root.resolve(file.getKey());
                Files.createDirectories(target.getParent() == null ? root : target.getParent());
                Files.writeString(target, file.getValue());
            }
        } catch (IOException e) {
            throw new TidemarkException(
                    Problem.of("TDM-606", null, "--java " + root + " cannot be written: " + e, null, null, List.of()),
                    false,
                    e);
        }
        return new ArrayList<>(files.keySet());
    }
}
