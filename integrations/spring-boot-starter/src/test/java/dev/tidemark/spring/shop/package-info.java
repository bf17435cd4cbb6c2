/** A schema as a user declares it. */
@NullMarked
@Database(app = "shop", schema = "shop")
package dev.tidemark.spring.shop;

import dev.tidemark.annotation.Database;
import org.jspecify.annotations.NullMarked;
