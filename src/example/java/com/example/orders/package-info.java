/**
 * An orders service, as a user of Tidemark writes it: the records declare the schema, {@link com.example.orders.OrdersFunction} serves it over HTTP, and
 * {@link com.example.orders.OrderStore} is plain JDBC. There is no migration to be seen.
 */
@NullMarked
@Database(app = "orders", schema = "shop")
package com.example.orders;

import dev.tidemark.annotation.Database;
import org.jspecify.annotations.NullMarked;
