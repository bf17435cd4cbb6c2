/**
 * What is asked about rows before a plan is made, and the lookup rows and data steps that a plan brings along.
 */
@NullMarked
package dev.tidemark.plan.rows;

import org.jspecify.annotations.NullMarked;
