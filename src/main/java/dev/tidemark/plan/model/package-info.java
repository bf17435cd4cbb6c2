/**
 * What rules and passes of the planner speak of: the input under its new names, drafts of changes, and statements before they have found their place.
 */
@NullMarked
package dev.tidemark.plan.model;

import org.jspecify.annotations.NullMarked;
