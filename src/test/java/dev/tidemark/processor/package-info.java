/** Tests of the annotation processor; the sources that they compile are in src/test/resources/processor. */
@NullMarked
package dev.tidemark.processor;

import org.jspecify.annotations.NullMarked;
