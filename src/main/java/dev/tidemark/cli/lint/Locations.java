package dev.tidemark.cli.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files behind places, as a repository calls them: relative to the current folder, with {@code /}. */
final class Locations {
    /** A line of a file; the column is 1 where it is not known. */
    record Location(String file, int line, int column) {}

    private static final Pattern PLACE = Pattern.compile("(.+?):(\\d+)(?::(\\d+))?(?: \\(.+\\))?");

    private final String origin;
    private final @Nullable Path schema;
    private final Path sources;
    private final Map<String, String> found = new HashMap<>();

    /**
     * For one schema.
     *
     * @param origin how places call the schema's file
     * @param schema that file, where it was named
     * @param sources where Java files are
     */
    Locations(String origin, @Nullable Path schema, Path sources) {
        this.origin = origin;
        this.schema = schema;
        this.sources = sources;
    }

    Optional<Location> of(@Nullable String place) {
        Matcher parts = PLACE.matcher(place == null ? "" : place);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String file = parts.group(1).equals(origin) && schema != null
                ? relative(schema)
                : found.computeIfAbsent(parts.group(1), this::source);
        int column = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
        return Optional.of(new Location(file, Integer.parseInt(parts.group(2)), column));
    }

    /** The only Java file of this name, or the name itself. */
    private String source(String name) {
        if (!name.endsWith(".java") || !Files.isDirectory(sources)) {
            return name;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> matches =
                    files.filter(file -> file.endsWith(name)).limit(2).toList();
            return matches.size() == 1 ? relative(matches.get(0)) : name;
        } catch (IOException e) {
            return name;
        }
    }

    private static String relative(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        return (whole.startsWith(here) ? here.relativize(whole) : whole)
                .toString()
                .replace('\\', '/');
    }
}
