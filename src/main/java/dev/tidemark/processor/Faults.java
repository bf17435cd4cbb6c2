package dev.tidemark.processor;

import java.util.HashSet;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Hands the faults of a compilation to javac, each once, and remembers whether there were any. */
final class Faults {
    private final Messager messager;
    private final Repeated repeated;
    private final Set<String> reported = new HashSet<>();
    private int count;
    private boolean any;

    Faults(ProcessingEnvironment environment) {
        this.messager = environment.getMessager();
        this.repeated = new Repeated(environment);
    }

    /** Reports a fault where it stands. A superclass's or an embedded record's fault is met once for each table and reported once. */
    void report(Fault fault, Place place, Object... particulars) {
        String message = fault.message(place.display(), particulars);
        any |= !fault.isWarning();
        count++;
        if (reported.add(owner(place.element()) + message) && !repeated.report(kind(fault), message, place)) {
            messager.printMessage(kind(fault), message, place.element(), place.annotation(), place.value());
        }
    }

    /** Says what is doubtful where it stands; the schema is written all the same. */
    void warn(Caution caution, Place place, Object... particulars) {
        String message = caution.message(place.display(), particulars);
        Diagnostic.Kind kind = Diagnostic.Kind.WARNING;
        if (reported.add(owner(place.element()) + message) && !repeated.report(kind, message, place)) {
            messager.printMessage(kind, message, place.element(), place.annotation(), place.value());
        }
    }

    /** Reports a fault that no element is to blame for. */
    void report(Fault fault, String object, Object... particulars) {
        any = true;
        count++;
        messager.printMessage(kind(fault), fault.message(object, particulars));
    }

    /** Remembers that javac itself will report an error, such as a type that does not exist. */
    void leaveToJavac() {
        any = true;
        count++;
    }

    /** Whether nothing may be written. */
    boolean any() {
        return any;
    }

    /** How often something was reported: what follows from a fault already reported is none of its own. */
    int count() {
        return count;
    }

    private static Diagnostic.Kind kind(Fault fault) {
        return fault.isWarning() ? Diagnostic.Kind.WARNING : Diagnostic.Kind.ERROR;
    }

    private static String owner(Element element) {
        Element type = element instanceof TypeElement ? element : element.getEnclosingElement();
        return type instanceof TypeElement t ? t.getQualifiedName() + ": " : "";
    }
}
