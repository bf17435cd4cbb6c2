/**
 * Constraints and indexes: how they are added, replaced, renamed and dropped, and what they keep waiting.
 */
@NullMarked
package dev.tidemark.plan.keys;

import org.jspecify.annotations.NullMarked;
