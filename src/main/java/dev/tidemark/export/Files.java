package dev.tidemark.export;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.SchemaExport.Part;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a folder by object: a table with all that belongs to it is one file, and the files load one after the other. A statement that names an object
 * whose file comes later stands in a file that comes last.
 */
final class Files {
    /** The last file. */
    static final String LAST = "last.sql";

    /** A file that is begun. */
    private record Begun(int at, String name) {}

    private final Map<String, Begun> files = new LinkedHashMap<>();
    private final Map<String, Set<String>> makes = new HashMap<>();

    private Files() {}

    static List<Part> of(CompiledSchema schema) {
        return new Files().parts(schema.ordered());
    }

    private List<Part> parts(List<Declared> ordered) {
        Map<String, List<Part>> byFile = new LinkedHashMap<>();
        List<Part> last = new ArrayList<>();
        for (Declared declared : ordered) {
            ObjectName object = standing(declared);
            String file = file(object);
            if (files.containsKey(file) && namesLater(declared, file)) {
                last.add(new Part(object, LAST, declared.sql()));
                continue;
            }
            files.computeIfAbsent(file, name -> new Begun(files.size(), name));
            ObjectName made = declared.creates();
            if (made != null) {
                makes.computeIfAbsent(file, name -> new HashSet<>())
                        .add(bare(made.member().isEmpty() ? made.name() : made.member()));
            }
            byFile.computeIfAbsent(file, name -> new ArrayList<>()).add(new Part(object, file, declared.sql()));
        }
        List<Part> parts = new ArrayList<>();
        byFile.values().forEach(parts::addAll);
        parts.addAll(last);
        return parts;
    }

    private boolean namesLater(Declared declared, String file) {
        int own = files.getOrDefault(file, new Begun(0, file)).at();
        return files.values().stream()
                .filter(begun -> begun.at() > own)
                .anyMatch(begun ->
                        makes.getOrDefault(begun.name(), Set.of()).stream().anyMatch(declared.names()::contains));
    }

    private static ObjectName standing(Declared declared) {
        ObjectName object = declared.target() != null ? declared.target() : declared.creates();
        if (object == null) {
            return ObjectName.of(ObjectKind.OTHER, "", "");
        }
        return object.member().isEmpty() ? object : ObjectName.of(ObjectKind.TABLE, object.schema(), object.name());
    }

    private static String file(ObjectName object) {
        String folder = safe(object.schema().isEmpty() ? "database" : object.schema());
        String name = safe(bare(object.name()));
        return switch (object.kind()) {
            case SCHEMA -> folder + "/schema.sql";
            case EXTENSION -> "extensions.sql";
            case TYPE -> folder + "/types/" + name + ".sql";
            case SEQUENCE -> folder + "/sequences/" + name + ".sql";
            case FUNCTION -> folder + "/functions/" + name + ".sql";
            case VIEW, MATERIALIZED_VIEW -> folder + "/views/" + name + ".sql";
            case TABLE -> folder + "/tables/" + name + ".sql";
            default -> folder + "/others.sql";
        };
    }

    private static String bare(String name) {
        int arguments = name.indexOf('(');
        return arguments < 0 ? name : name.substring(0, arguments);
    }

    /** As every file system takes it; what is changed gets a number that tells it from others. */
    private static String safe(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}_.-]", "_");
        boolean folded = !plain.equals(plain.toLowerCase(java.util.Locale.ROOT));
        return plain.equals(name) && !folded && !plain.startsWith(".")
                ? plain
                : plain + "-" + Integer.toHexString(name.hashCode());
    }
}
