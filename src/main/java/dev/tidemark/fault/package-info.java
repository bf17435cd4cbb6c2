/**
 * What a failed connection or statement means, and the ways out.
 */
@NullMarked
package dev.tidemark.fault;

import org.jspecify.annotations.NullMarked;
