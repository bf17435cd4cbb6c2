/**
 * The order of statements, derived from what each needs, and its cut into transactions.
 */
@NullMarked
package dev.tidemark.plan.order;

import org.jspecify.annotations.NullMarked;
