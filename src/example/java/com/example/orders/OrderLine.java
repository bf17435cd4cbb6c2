package com.example.orders;

import dev.tidemark.annotation.Action;
import dev.tidemark.annotation.Check;
import dev.tidemark.annotation.Embedded;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Index;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.Table;

/** One product of an order, at the price of that day. Its key has two columns. */
@Table
public record OrderLine(
        @Id @References(value = Order.class, onDelete = Action.CASCADE)
        long orderId,

        @Id int lineNo,
        @Index @References(Product.class) String product,

        @Check(name = "order_line_quantity_positive", sql = "quantity > 0")
        int quantity,

        @Embedded(prefix = "price_") Money price) {}
