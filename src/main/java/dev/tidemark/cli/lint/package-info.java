/** {@code tidemark lint}: findings as text, JSON, SARIF and annotations of GitHub. */
@NullMarked
package dev.tidemark.cli.lint;

import org.jspecify.annotations.NullMarked;
