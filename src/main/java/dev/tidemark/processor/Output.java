package dev.tidemark.processor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.tools.StandardLocation;

/** The files among the compiled classes. */
record Output(Filer filer) {
    private static final String ROOT = "META-INF/tidemark/";

    /** The lines of {@code META-INF/tidemark/<name>} as an earlier compilation left them; none where there is no such file. */
    List<String> lines(String name) {
        try (InputStream in = filer.getResource(StandardLocation.CLASS_OUTPUT, "", ROOT + name)
                .openInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException | RuntimeException e) {
            return List.of(); // Compilers differ in how they say that a file is not there.
        }
    }

    /** Whether the output folder holds a class file of this binary name. */
    boolean hasClass(String binaryName) {
        String file = binaryName.replace('.', '/') + ".class";
        try (InputStream in =
                filer.getResource(StandardLocation.CLASS_OUTPUT, "", file).openInputStream()) {
            return in.read() >= 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Writes {@code META-INF/tidemark/<name>}. */
    void write(String name, String text, Collection<? extends Element> origins) throws IOException {
        Element[] elements = origins.toArray(Element[]::new);
        try (OutputStream out = filer.createResource(StandardLocation.CLASS_OUTPUT, "", ROOT + name, elements)
                .openOutputStream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Removes {@code META-INF/tidemark/<name>}, if it is there; past javac's Filer, whose files refuse to be deleted. */
    void delete(String name) throws IOException {
        URI file = filer.getResource(StandardLocation.CLASS_OUTPUT, "", ROOT + name)
                .toUri();
        if ("file".equals(file.getScheme())) {
            Files.deleteIfExists(Path.of(file));
        } else {
            write(name, "", List.of());
        }
    }
}
