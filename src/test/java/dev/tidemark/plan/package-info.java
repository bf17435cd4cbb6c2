/** The planner on hand-made catalogs, and its statements on a real server. */
@NullMarked
package dev.tidemark.plan;

import org.jspecify.annotations.NullMarked;
