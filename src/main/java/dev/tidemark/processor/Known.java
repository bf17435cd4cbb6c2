package dev.tidemark.processor;

import dev.tidemark.annotation.EnumType;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * The types that declare something: those that javac hands over now, and those of earlier compilations that are still there.
 *
 * <p>An incremental compilation hands over only what changed. {@code META-INF/tidemark/<app>/types} therefore lists the declaring types of the module, and
 * what is unchanged is read from class files. A type drops out when it is gone from the output folder, or no longer annotated.
 */
final class Known {
    static final String APPS = "apps";
    private static final String TYPES = "/types";

    private final Scope scope;
    private final Output output;

    Known(Scope scope, Output output) {
        this.scope = scope;
        this.output = output;
    }

    /** The apps that an earlier compilation wrote. */
    List<String> earlierApps() {
        return output.lines(APPS);
    }

    /** All declaring types, by their qualified names. */
    Collection<TypeElement> types(Set<String> handedOver) {
        Map<String, TypeElement> types = new TreeMap<>();
        for (String name : handedOver) {
            add(types, scope.elements().getTypeElement(name));
        }
        for (String app : earlierApps()) {
            for (String binaryName : output.lines(app + TYPES)) {
                add(types, earlier(binaryName));
            }
        }
        return types.values();
    }

    private static void add(Map<String, TypeElement> types, @Nullable TypeElement type) {
        if (type != null && declares(type)) {
            types.put(type.getQualifiedName().toString(), type);
        }
    }

    static boolean declares(TypeElement type) {
        return Mark.on(type, Table.class).isPresent()
                || Mark.on(type, View.class).isPresent()
                || Mark.on(type, EnumType.class).isPresent();
    }

    /** The type, if it is compiled now or lies in the output folder; another module's is none of ours any more. */
    private @Nullable TypeElement earlier(String binaryName) {
        TypeElement type = scope.elements().getTypeElement(binaryName.replace('$', '.'));
        if (type == null) {
            type = scope.elements().getTypeElement(binaryName);
        }
        if (type == null && output.hasClass(binaryName)) {
            scope.faults().report(Fault.CLASS_PATH, binaryName, binaryName);
            return null;
        }
        boolean elsewhere = type != null && scope.classFile(type) != null && !output.hasClass(binaryName);
        return elsewhere ? null : type;
    }

    /** The list for the next compilation, one binary name a line. */
    String list(Collection<TypeElement> types) {
        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(scope.elements().getBinaryName(type).toString()));
        return String.join("\n", new TreeSet<>(names)) + "\n";
    }

    static String file(String app) {
        return app + TYPES;
    }
}
