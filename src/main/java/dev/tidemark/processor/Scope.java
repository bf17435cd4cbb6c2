package dev.tidemark.processor;

import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** What every reader of declarations needs of the compiler, and where it reports. */
record Scope(Elements elements, Types types, Faults faults, Apps apps) {

    /** The class file that the compiler knows the type by; null where it compiles the type from its source. */
    @Nullable
    JavaFileObject classFile(TypeElement type) {
        try {
            JavaFileObject file = elements.getFileObjectOf(type);
            return file == null || file.getKind() != JavaFileObject.Kind.CLASS ? null : file;
        } catch (UnsupportedOperationException e) {
            return null; // Another compiler than javac.
        }
    }
}
