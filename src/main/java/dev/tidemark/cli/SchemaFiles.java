package dev.tidemark.cli;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.schema.RowFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Finds declared schemas in files, folders and archives. */
public final class SchemaFiles {
    private static final Pattern COMPILED = Pattern.compile("(?:.*/)?META-INF/tidemark/([^/]+)/schema\\.sql");
    private static final Pattern NESTED = Pattern.compile("(?:.*/)?lib/[^/]+\\.jar");

    /** Which Java elements declare what, beside a compiled schema. */
    private static final String SOURCES = "sources";

    private static final Pattern COMPILED_SOURCES = Pattern.compile("(?:.*/)?META-INF/tidemark/([^/]+)/" + SOURCES);

    /** What a schema may name: rows of lookup tables. */
    private static final Pattern BESIDE = Pattern.compile("(?:.*/)?META-INF/tidemark/[^/]+/.+\\.(?:csv|sql)");

    private SchemaFiles() {}

    /** One SQL file; its app is known where it lies as the processor lays it. */
    public static SchemaText sql(Path file) {
        if (Files.isDirectory(file)) {
            throw missing("--schema " + file + " is a directory, not a file of SQL", "--classes " + file);
        }
        Matcher compiled = COMPILED.matcher(file.toAbsolutePath().toString().replace('\\', '/'));
        Path name = file.getFileName();
        Path sources = file.resolveSibling(SOURCES);
        try {
            String origin = name == null ? file.toString() : name.toString();
            return new SchemaText(
                    compiled.matches() ? compiled.group(1) : null,
                    withRows(decode(Files.readAllBytes(file), file.toString()), origin, file),
                    origin,
                    compiled.matches() && Files.exists(sources) ? Files.readString(sources) : "");
        } catch (IOException e) {
            throw unreadable("--schema " + file, e);
        }
    }

    /** A folder of classes. */
    public static SchemaText classes(Path folder, @Nullable String app) {
        if (!Files.isDirectory(folder)) {
            throw missing(
                    "--classes " + folder + (Files.exists(folder) ? " is not a directory" : " does not exist"),
                    "--jar FILE, --schema FILE.sql");
        }
        Path home = folder.resolve("META-INF").resolve("tidemark");
        Map<String, SchemaText> found = new TreeMap<>();
        if (Files.isDirectory(home)) {
            try (Stream<Path> apps = Files.list(home)) {
                for (Path directory : apps.toList()) {
                    Path file = directory.resolve("schema.sql");
                    String name = String.valueOf(directory.getFileName());
                    if (Files.isRegularFile(file)) {
                        String text =
                                withRows(decode(Files.readAllBytes(file), file.toString()), file.toString(), file);
                        Path sources = directory.resolve(SOURCES);
                        found.put(
                                name,
                                new SchemaText(
                                        name,
                                        text,
                                        file.toString(),
                                        Files.exists(sources) ? Files.readString(sources) : ""));
                    }
                }
            } catch (IOException e) {
                throw unreadable("--classes " + folder, e);
            }
        }
        return choose(found, app, "--classes " + folder);
    }

    /** A jar, a jar with its classes in a folder (Spring Boot), or a zip with jars under lib/. */
    public static SchemaText jar(Path file, @Nullable String app) {
        if (Files.isDirectory(file)) {
            throw missing("--jar " + file + " is a directory", "--classes " + file);
        }
        Map<String, SchemaText> found = new TreeMap<>();
        Map<String, String> sources = new TreeMap<>();
        Map<String, byte[]> rows = new TreeMap<>();
        try (InputStream stream = Files.newInputStream(file)) {
            if (!scan(stream, file.toString(), found, sources, rows)) {
                throw missing("--jar " + file + " is neither a jar nor a zip", "--schema FILE.sql");
            }
        } catch (IOException e) {
            throw unreadable("--jar " + file, e);
        }
        found.replaceAll((name, text) -> new SchemaText(
                name,
                RowFiles.in(text.text(), text.origin(), path -> entry(rows, text.origin(), path)),
                text.origin(),
                sources.getOrDefault(name, "")));
        return choose(found, app, "--jar " + file);
    }

    /** The entry of this path beside a schema. */
    private static byte[] entry(Map<String, byte[]> rows, String origin, String path) throws IOException {
        byte[] content = rows.get(origin.substring(0, origin.lastIndexOf('/') + 1) + path);
        if (content == null) {
            throw new NoSuchFileException("the archive has no such entry beside the schema");
        }
        return content;
    }

    /** Whether it was an archive with at least one entry. */
    private static boolean scan(
            InputStream stream,
            String origin,
            Map<String, SchemaText> found,
            Map<String, String> sources,
            Map<String, byte[]> rows)
            throws IOException {
        // Not closed: that would close the archive around it.
        ZipInputStream zip = new ZipInputStream(stream);
        boolean any = false;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            any = true;
            Matcher compiled = COMPILED.matcher(entry.getName());
            String place = origin + "!/" + entry.getName();
            if (compiled.matches()) {
                String app = compiled.group(1);
                SchemaText text = new SchemaText(app, decode(zip.readAllBytes(), place), place);
                SchemaText other = found.put(app, text);
                if (other != null) {
                    throw TidemarkException.of(
                            "TDM-111", "two compiled schemas of app " + app + ": " + other.origin() + " and " + place);
                }
                continue;
            }
            Matcher elements = COMPILED_SOURCES.matcher(entry.getName());
            if (elements.matches()) {
                sources.put(elements.group(1), decode(zip.readAllBytes(), place));
            } else if (BESIDE.matcher(entry.getName()).matches()) {
                rows.put(place, zip.readAllBytes());
            } else if (NESTED.matcher(entry.getName()).matches()) {
                scan(zip, place, found, sources, rows);
            }
        }
        return any;
    }

    private static SchemaText choose(Map<String, SchemaText> found, @Nullable String app, String where) {
        if (found.isEmpty()) {
            throw TidemarkException.of(
                    "TDM-110",
                    where
                            + " holds no compiled schema (META-INF/tidemark/<app>/schema.sql): the annotation"
                            + " processor did not run. Nothing was run.",
                    "Since JDK 23 javac runs an annotation processor only where it is told to; in the pom, in"
                            + " maven-compiler-plugin's configuration:",
                    "<annotationProcessorPaths><path><groupId>dev.tidemark</groupId><artifactId>tidemark</artifactId><version>"
                            + version() + "</version></path></annotationProcessorPaths>");
        }
        String apps = String.join(", ", found.keySet());
        if (app == null && found.size() > 1) {
            throw TidemarkException.of(
                    "TDM-605",
                    where + " holds the schemas of several apps: " + apps,
                    "--app " + found.keySet().iterator().next());
        }
        SchemaText chosen = app == null ? found.values().iterator().next() : found.get(app);
        if (chosen == null) {
            throw TidemarkException.of(
                    "TDM-605",
                    where + " holds no schema of app " + app + ", only of " + apps,
                    "--app " + found.keySet().iterator().next());
        }
        return chosen;
    }

    /** With the rows of the files that a schema names. */
    private static String withRows(String text, String origin, Path file) {
        return RowFiles.in(text, origin, path -> Files.readAllBytes(file.resolveSibling(path)));
    }

    private static String version() {
        String version = SchemaFiles.class.getPackage().getImplementationVersion();
        return version == null ? "${tidemark.version}" : version;
    }

    private static String decode(byte[] bytes, String origin) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new TidemarkException(
                    Problem.of(
                            "TDM-606",
                            null,
                            origin + " is not UTF-8 text",
                            null,
                            null,
                            List.of("save it as UTF-8   (older PowerShells write UTF-16: Out-File -Encoding utf8)")),
                    false,
                    e);
        }
    }

    private static TidemarkException missing(String message, String wayOut) {
        return TidemarkException.of("TDM-606", message, wayOut);
    }

    private static TidemarkException unreadable(String what, IOException e) {
        String why;
        if (e instanceof NoSuchFileException) {
            why = " does not exist (looked from " + Path.of("").toAbsolutePath() + ")";
        } else if (e instanceof AccessDeniedException) {
            why = " may not be read by this user";
        } else if (e instanceof ZipException) {
            why = " is a broken archive: " + e.getMessage();
        } else {
            why = " cannot be read: " + e.getMessage();
        }
        return new TidemarkException(Problem.of("TDM-606", null, what + why, null, null, List.of()), false, e);
    }
}
