/**
 * What a user writes on records and classes to declare a schema; docs/annotations.md shows each by an example. Imports nothing of ours.
 *
 * <p>Strings that name members are Java members and are checked by the compiler; strings called {@code sql}, {@code where} and {@code expression} are
 * SQL and use column names. All are kept in class files, none at run time: only the annotation processor reads them.
 */
@NullMarked
package dev.tidemark.annotation;

import org.jspecify.annotations.NullMarked;
