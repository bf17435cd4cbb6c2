/** Random schema pairs with rows on a real server, under the four assertions: hazards, survival of the rows, an empty second plan, and pg_dump's opinion. */
@NullMarked
package dev.tidemark.property;

import org.jspecify.annotations.NullMarked;
