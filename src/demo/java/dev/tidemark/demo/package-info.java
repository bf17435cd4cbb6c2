/** The demo, one command ({@code ./mvnw -q -Pdemo}): cold starts of a real function bring an embedded PostgreSQL in step with annotated Java types. */
@NullMarked
package dev.tidemark.demo;

import org.jspecify.annotations.NullMarked;
