/**
 * What the planner knows of each kind of object, one file a kind: how it is made and dropped, which of its attributes are altered in place, and what that
 * costs. {@link Kinds} is the door. Imports the catalog and {@code plan.sql}, never the planner.
 */
@NullMarked
package dev.tidemark.plan.kinds;

import org.jspecify.annotations.NullMarked;
