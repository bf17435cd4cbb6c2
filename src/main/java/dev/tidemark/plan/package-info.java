/**
 * Changes to ordered statements with their hazards, locks, timeouts and costs. Pure.
 */
@NullMarked
package dev.tidemark.plan;

import org.jspecify.annotations.NullMarked;
