package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Sections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The artefacts stay as big as {@code docs/performance.md} says: which libraries, how many bytes, how many classes. {@code -Dtidemark.rewrite=true} writes what
 * it is now into the document; that is then a decision one can see in a review.
 */
final class PackageIT {
    private static final Path DOC = Needs.basedir().resolve("docs/performance.md");

    /** How much an artefact may grow by itself, since every change of the code changes it; also how much smaller it may be before the document is to say so. */
    private static final double SLACK = 0.03;

    /** Lines of the table before the libraries: its head, and the three figures. */
    private static final int FIGURES = 5;

    private static final int WIDTH = 150;

    private record Size(long zipped, long unzipped, int classes, List<String> libraries) {}

    @ParameterizedTest
    @EnumSource(Artefact.class)
    void theArtefactIsAsBigAsTheDocumentSays(Artefact function) throws IOException {
        Size now = measure(function);
        if (Boolean.getBoolean("tidemark.rewrite")) {
            Sections.rewrite(DOC, section(function), table(now));
        }
        List<String> expected = table(now).stream().filter(l -> !l.isBlank()).toList();
        List<String> stated = Sections.read(DOC, section(function));
        assertEquals(
                String.join(" ", expected.subList(FIGURES, expected.size())),
                String.join(" ", stated.subList(FIGURES, stated.size())),
                "the libraries are others than " + DOC + " says");
        for (int i = 2; i < FIGURES; i++) {
            isAbout(expected.get(i).split("\\|", -1), stated.get(i).split("\\|", -1));
        }
    }

    private static void isAbout(String[] now, String[] stated) {
        double grown = number(now[2]) / number(stated[2]) - 1;
        assertTrue(
                Math.abs(grown) <= SLACK,
                String.format(Locale.ROOT, "%s: now%sstated%s(%+.1f %%)", now[1], now[2], stated[2], grown * 100));
    }

    private static String section(Artefact function) {
        return "package " + function.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> table(Size size) {
        List<String> lines = new ArrayList<>(List.of(
                "| | |",
                "|---|---|",
                String.format(Locale.ROOT, "| zipped | %.1f MB |", size.zipped() / 1e6),
                String.format(Locale.ROOT, "| unzipped | %.1f MB |", size.unzipped() / 1e6),
                "| classes | " + size.classes() + " |",
                ""));
        StringBuilder line = new StringBuilder("Libraries:");
        for (String library : size.libraries()) {
            if (line.length() + library.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append('`').append(library).append('`');
        }
        lines.add(line.toString());
        return lines;
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replaceAll("[^0-9.]", ""));
    }

    private static Size measure(Artefact function) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        long unzipped = 0;
        int classes = 0;
        try (ZipOutputStream zip = new ZipOutputStream(zipped);
                var files = Files.walk(function.folder())) {
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(function.folder().relativize(file).toString()));
                unzipped += Files.copy(file, zip);
                classes += classes(file);
            }
        }
        List<String> libraries = new ArrayList<>();
        for (Path jar : function.jars()) {
            libraries.add(jar.getFileName().toString().replaceAll("-[0-9][^-]*(-SNAPSHOT)?\\.jar$", ""));
        }
        return new Size(zipped.size(), unzipped, classes, libraries);
    }

    private static int classes(Path file) throws IOException {
        if (file.toString().endsWith(".class")) {
            return 1;
        }
        if (!file.toString().endsWith(".jar")) {
            return 0;
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            return (int)
                    jar.stream().filter(e -> e.getName().endsWith(".class")).count();
        }
    }
}
