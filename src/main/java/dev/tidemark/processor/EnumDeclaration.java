package dev.tidemark.processor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Java enum as PostgreSQL sees it.
 *
 * @param place its EnumType annotation, or the enum
 * @param asText whether it is a check on text columns and no type of its own
 */
record EnumDeclaration(
        Place place,
        String schema,
        String name,
        List<Label> labels,
        boolean asText,
        Optional<String> renamedFrom,
        Optional<String> comment) {

    /** One label, the Java constant behind it, and what it was called before. */
    record Label(String constant, String value, Optional<String> renamedFrom) {}

    EnumDeclaration {
        labels = List.copyOf(labels);
    }

    /** The label that an author means by a Java constant's name, or by the label itself. */
    Optional<String> label(String name) {
        Optional<String> constant = labels.stream()
                .filter(l -> l.constant().equals(name))
                .map(Label::value)
                .findFirst();
        return constant.isPresent()
                ? constant
                : labels.stream().map(Label::value).filter(name::equals).findFirst();
    }

    /** The labels as SQL constants, comma-separated. */
    String literals() {
        return labels.stream().map(l -> Identifiers.literal(l.value())).collect(Collectors.joining(", "));
    }
}
