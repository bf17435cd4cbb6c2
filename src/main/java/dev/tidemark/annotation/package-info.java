/**
 * What a user writes on records and classes to declare a schema. Imports nothing of ours.
 */
@NullMarked
package dev.tidemark.annotation;

import org.jspecify.annotations.NullMarked;
