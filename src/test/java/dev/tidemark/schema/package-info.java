@NullMarked
package dev.tidemark.schema;

import org.jspecify.annotations.NullMarked;
