package dev.tidemark.processor;

import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.tidemark.schema.SourceMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Where elements stand in the sources: {@code Order.java:23}. Only javac tells, and only of what it compiles now; of everything else an earlier compilation's
 * answer is kept.
 */
final class SourceLines {
    private static final Pattern LINT = Pattern.compile("TDM-L\\d\\d");

    private final @Nullable Trees trees;
    private final Map<String, String> earlier = new HashMap<>();
    private final Map<String, String> suppressed = new HashMap<>();

    SourceLines(ProcessingEnvironment environment) {
        trees = trees(environment);
    }

    /** Another compiler has none, and a build tool may hide javac's. */
    private static @Nullable Trees trees(ProcessingEnvironment environment) {
        try {
            return Trees.instance(environment);
        } catch (LinkageError | IllegalArgumentException e) {
            return null;
        }
    }

    /** Takes over what the file of an earlier compilation says: {@link JavaElements#write}. */
    void keep(List<String> lines) {
        for (String line : lines) {
            List<String> parts = List.of(line.split("\t", -1));
            if (parts.size() == JavaElements.PARTS
                    && !parts.get(JavaElements.PARTS - 1).isEmpty()) {
                earlier.put(parts.get(JavaElements.PARTS - 2), parts.get(JavaElements.PARTS - 1));
            } else if (parts.size() == 3 && parts.get(0).equals(SourceMap.SUPPRESSED)) {
                suppressed.put(parts.get(1), parts.get(2));
            }
        }
    }

    /** The codes of lint rules that an element suppresses, separated by commas; a class file does not say them, so an earlier compilation's answer is kept. */
    String suppressed(Element element, String name) {
        if (trees == null || trees.getPath(element) == null) {
            return suppressed.getOrDefault(name, "");
        }
        SuppressWarnings warnings = element.getAnnotation(SuppressWarnings.class);
        return warnings == null
                ? ""
                : Arrays.stream(warnings.value())
                        .filter(code -> LINT.matcher(code).matches())
                        .distinct()
                        .collect(Collectors.joining(","));
    }

    /** File and line of an element of this name; empty where nobody knows. */
    String of(Element element, String name) {
        TreePath path = trees == null ? null : trees.getPath(element);
        if (trees == null || path == null) {
            return earlier.getOrDefault(name, "");
        }
        var unit = path.getCompilationUnit();
        long start = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
        Path file = Path.of(unit.getSourceFile().getName()).getFileName();
        return start < 0 || file == null ? "" : file + ":" + unit.getLineMap().getLineNumber(start);
    }
}
