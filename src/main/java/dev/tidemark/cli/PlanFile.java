package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import dev.tidemark.report.ApprovedPlan;
import dev.tidemark.report.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that commands write and read: approved plans, and pages to look at. */
final class PlanFile {
    private PlanFile() {}

    static void write(Path file, ApprovedPlan plan) {
        write(file, Json.pretty(plan.document()) + "\n");
    }

    /**
     * A whole file, or none: written beside it first.
     *
     * @throws TidemarkException TDM-606
     */
    static void write(Path file, String text) {
        try {
            Path part = file.resolveSibling("." + file.getFileName() + ".part");
            try {
                Files.writeString(part, text);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw TidemarkException.of("TDM-606", file + " cannot be written: " + e.getMessage());
        }
    }

    /**
     * Reads what {@code plan --out} wrote.
     *
     * @throws TidemarkException TDM-606, or TDM-651 where it is something else
     */
    static ApprovedPlan read(Path file) {
        try {
            return ApprovedPlan.read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw TidemarkException.of("TDM-606", file + " cannot be read: " + e.getMessage());
        }
    }
}
