/** Tests of {@code template.yaml}, {@code infra/}, the pipelines, and what docs/operations.md says of them. */
@NullMarked
package dev.tidemark.template;

import org.jspecify.annotations.NullMarked;
