/** Benchmarks: ratios against a floor that is measured in the same run. */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;
