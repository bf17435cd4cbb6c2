/**
 * What the commands and handlers say as documents: JSON written and read, approved plans, sizes and durations for people.
 */
@NullMarked
package dev.tidemark.report;

import org.jspecify.annotations.NullMarked;
