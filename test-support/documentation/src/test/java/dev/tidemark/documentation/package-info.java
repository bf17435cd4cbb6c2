/**
 * Does what README.md and docs/ say, by their own text: {@link dev.tidemark.documentation.Page} takes the snippets out, {@link
 * dev.tidemark.documentation.EmptyProject} builds them with Maven in an empty directory, with Tidemark's artefacts from a file repository.
 */
@NullMarked
package dev.tidemark.documentation;

import org.jspecify.annotations.NullMarked;
