/**
 * Doubts about a declared schema: each rule is a query over the shadow that the declaration made ({@code *.sql} beside this file; {@link dev.tidemark.lint.Rule}
 * lists them), so that what PostgreSQL understood is judged and not what the text looks like. {@link dev.tidemark.lint.Linter} is the door.
 */
@NullMarked
package dev.tidemark.lint;

import org.jspecify.annotations.NullMarked;
