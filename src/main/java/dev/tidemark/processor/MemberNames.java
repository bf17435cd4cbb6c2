package dev.tidemark.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/** The members of a type, by the names that annotations use for them. */
record MemberNames(Faults faults, TypeElement type, List<Member> members) {

    /** The columns of the named members, none if any is wrong; those that are not there, or there twice, are reported where they are named. */
    List<ColumnDeclaration> resolve(Mark mark, List<AnnotationValue> names) {
        List<ColumnDeclaration> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (AnnotationValue value : names) {
            String name = value.getValue().toString();
            Optional<ColumnDeclaration> column = find(name);
            boolean first = seen.add(name);
            if (column.isEmpty()) {
                faults.report(Fault.UNKNOWN_MEMBER, mark.place(value), type.getSimpleName(), name, known());
            } else if (!first) {
                faults.report(Fault.SHAPE, mark.place(value), "\"" + name + "\" is named twice");
            }
            column.ifPresent(columns::add);
        }
        return seen.size() == names.size() && columns.size() == names.size() ? columns : List.of();
    }

    private Optional<ColumnDeclaration> find(String name) {
        return members.stream()
                .filter(m -> m.path().equals(name))
                .map(Member::column)
                .findFirst();
    }

    private String known() {
        return members.stream().map(Member::path).collect(Collectors.joining(", "));
    }
}
