package dev.tidemark.processor;

import java.util.Optional;

/**
 * A column.
 *
 * @param member its Java member, as annotations name it: {@code total}, {@code bill.amount}
 * @param place where its annotation or its member stands
 * @param defaultSql an expression
 * @param key whether it belongs to the primary key
 */
record ColumnDeclaration(
        String member,
        Place place,
        String name,
        SqlType type,
        boolean notNull,
        Optional<String> defaultSql,
        Identity identity,
        boolean key,
        Optional<String> renamedFrom,
        Optional<String> comment) {

    /** Who numbers the rows. */
    enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }
}
