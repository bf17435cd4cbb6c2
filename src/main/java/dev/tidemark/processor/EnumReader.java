package dev.tidemark.processor;

import dev.tidemark.annotation.EnumLabel;
import dev.tidemark.annotation.EnumType;
import dev.tidemark.processor.EnumDeclaration.Label;
import dev.tidemark.processor.SqlType.Family;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/** Reads the enums of one app, each once. */
final class EnumReader {
    private final Scope scope;
    private final String app;
    private final Map<String, EnumDeclaration> enums = new TreeMap<>();

    EnumReader(Scope scope, String app) {
        this.scope = scope;
        this.app = app;
    }

    /** All that were read, by the names of the Java types. */
    Collection<EnumDeclaration> all() {
        return enums.values();
    }

    /** The type of a column that holds a constant of the enum. */
    Optional<SqlType> columnType(TypeElement type, Place place) {
        EnumDeclaration read = read(type, place);
        if (read.asText()) {
            return Optional.of(new SqlType("text", Family.ENUM, Optional.of(read), false));
        }
        return Optional.of(
                new SqlType(Identifiers.quote(read.schema(), read.name()), Family.ENUM, Optional.of(read), false));
    }

    /** Reads it once; the place is blamed for what the enum itself does not say. */
    EnumDeclaration read(TypeElement type, Place place) {
        String key = type.getQualifiedName().toString();
        EnumDeclaration known = enums.get(key);
        if (known != null) {
            return known;
        }
        Optional<Mark> mark = Mark.on(type, EnumType.class);
        Names names = new Names(scope, mark, type);
        boolean asText = mark.filter(m -> m.flag("asText")).isPresent();
        EnumDeclaration read = new EnumDeclaration(
                mark.map(Mark::place).orElseGet(() -> Place.of(type)),
                asText ? "" : names.schema(schema(type, mark, place)),
                names.name(),
                labels(type, asText),
                asText,
                names.renamedFrom(),
                mark.flatMap(m -> m.givenText("comment")));
        enums.put(key, read);
        return read;
    }

    private String schema(TypeElement type, Optional<Mark> mark, Place place) {
        if (mark.filter(m -> m.gives("schema")).isPresent()) {
            return "";
        }
        Optional<String> schema = scope.apps().schemaOf(type, app);
        if (schema.isEmpty()) {
            scope.faults().report(Fault.ENUM_SCHEMA, place, app);
        }
        return schema.orElse("public");
    }

    private List<Label> labels(TypeElement type, boolean asText) {
        List<Label> labels = new ArrayList<>();
        Map<String, String> constants = new HashMap<>();
        for (Element constant : type.getEnclosedElements()) {
            if (constant.getKind() == ElementKind.ENUM_CONSTANT) {
                Label label = label(constant, asText);
                String other = constants.putIfAbsent(label.value(), label.constant());
                if (other != null) {
                    scope.faults()
                            .report(
                                    Fault.LABEL,
                                    labelPlace(constant),
                                    other + " has the label " + label.value() + " too");
                }
                labels.add(label);
            }
        }
        if (labels.isEmpty()) {
            scope.faults().report(Fault.LABEL, Place.of(type), "the enum has no constants");
        }
        checkRenames(type, labels);
        return labels;
    }

    private Label label(Element constant, boolean asText) {
        String name = constant.getSimpleName().toString();
        Optional<Mark> mark = Mark.on(constant, EnumLabel.class);
        String value =
                mark.filter(m -> m.gives("value")).map(m -> m.text("value")).orElse(name);
        int bytes = Identifiers.bytes(value);
        if (bytes < 1 || bytes > Identifiers.MAX_BYTES) {
            scope.faults().report(Fault.LABEL, labelPlace(constant), "the label has " + bytes + " bytes");
        }
        Optional<String> from = mark.flatMap(m -> m.givenText("renamedFrom"));
        if (from.isPresent() && asText) {
            scope.faults()
                    .report(
                            Fault.LABEL,
                            mark.orElseThrow().place("renamedFrom"),
                            "a label that is stored as text cannot be renamed by the schema, only by an UPDATE");
        }
        return new Label(name, value, from);
    }

    private void checkRenames(TypeElement type, List<Label> labels) {
        for (Element constant : type.getEnclosedElements()) {
            Optional<Mark> mark = Mark.on(constant, EnumLabel.class);
            Optional<String> from = mark.flatMap(m -> m.givenText("renamedFrom"));
            if (from.isPresent() && labels.stream().anyMatch(l -> l.value().equals(from.get()))) {
                scope.faults()
                        .report(
                                Fault.LABEL,
                                mark.orElseThrow().place("renamedFrom"),
                                "renamed from \"" + from.get() + "\", which is declared");
            }
            long same = labels.stream()
                    .filter(l -> from.isPresent() && l.renamedFrom().equals(from))
                    .count();
            if (same > 1) {
                scope.faults()
                        .report(
                                Fault.LABEL,
                                mark.orElseThrow().place("renamedFrom"),
                                "another label is renamed from \"" + from.orElseThrow() + "\" too");
            }
        }
    }

    private static Place labelPlace(Element constant) {
        return Mark.on(constant, EnumLabel.class).map(m -> m.place("value")).orElseGet(() -> Place.of(constant));
    }
}
