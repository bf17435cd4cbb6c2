/** The thin things in a function: the cold start's check, requests, budgets, connections. */
@NullMarked
package dev.tidemark.lambda;

import org.jspecify.annotations.NullMarked;
