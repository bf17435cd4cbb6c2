package dev.tidemark.bench;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Tidemark's command line as {@code bin/tidemark} starts it: its flags, from a jar, with an archive of the classes that each command's first start writes. */
final class CommandLine {
    private static final String MAIN = "dev/tidemark/cli/Main.class";

    private final Path folder;
    private final String classPath;

    CommandLine(Path folder) throws IOException {
        this.folder = folder;
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                jars.add(entry);
            } else if (Files.exists(path.resolve(MAIN))) {
                jars.add(0, packed(path, folder.resolve("tidemark.jar")).toString());
            }
        }
        this.classPath = String.join(File.pathSeparator, jars);
    }

    /** The words that start a command. */
    List<String> words(String command) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve(command + ".jsa"),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "dev.tidemark.cli.Main",
                command);
    }

    /** An archive holds no classes out of folders. */
    private static Path packed(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            all.filter(Files::isRegularFile).sorted().forEach(path -> add(zip, classes, path));
        }
        return jar;
    }

    private static void add(ZipOutputStream zip, Path classes, Path file) {
        try {
            zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
            Files.copy(file, zip);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
