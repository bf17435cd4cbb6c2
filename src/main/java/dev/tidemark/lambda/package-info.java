/**
 * Thin: {@code ColdStart} in the application's function, {@code TidemarkHandler} for everything else, the budget, the DataSource for functions.
 */
@NullMarked
package dev.tidemark.lambda;

import org.jspecify.annotations.NullMarked;
