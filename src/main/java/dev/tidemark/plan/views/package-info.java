/**
 * Views, and those that have to go for a moment.
 */
@NullMarked
package dev.tidemark.plan.views;

import org.jspecify.annotations.NullMarked;
