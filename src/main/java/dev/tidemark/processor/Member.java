package dev.tidemark.processor;

import javax.lang.model.element.VariableElement;

/** A field that is a column, with the annotations that stand on it. */
record Member(VariableElement field, ColumnDeclaration column) {
    String path() {
        return column.member();
    }

    String columnName() {
        return column.name();
    }
}
