@NullMarked
package dev.tidemark.junit;

import org.jspecify.annotations.NullMarked;
