/** SQL text of plans: the one place where identifiers and literals are quoted. Imports the catalog's names and nothing of the planner. */
@NullMarked
package dev.tidemark.plan.sql;

import org.jspecify.annotations.NullMarked;
