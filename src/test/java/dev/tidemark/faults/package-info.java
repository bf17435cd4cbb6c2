/** Rounds of faults against real runs: killed, frozen and cut-off processes, and what they leave behind. */
@NullMarked
package dev.tidemark.faults;

import org.jspecify.annotations.NullMarked;
