/**
 * Grants, and those of what is made again.
 */
@NullMarked
package dev.tidemark.plan.privileges;

import org.jspecify.annotations.NullMarked;
