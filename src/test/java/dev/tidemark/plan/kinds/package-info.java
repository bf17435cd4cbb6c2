@NullMarked
package dev.tidemark.plan.kinds;

import org.jspecify.annotations.NullMarked;
