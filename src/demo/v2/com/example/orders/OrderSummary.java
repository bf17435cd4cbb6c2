package com.example.orders;

import dev.tidemark.annotation.View;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** What a customer sees of their orders. Version 2: with the channel, as the last column. */
@View(sql = """
    select o.id as order_id,
           o.customer,
           c.full_name as customer_name,
           o.placed_at,
           o.status,
           count(l.line_no) as lines,
           o.total_amount,
           o.channel
    from shop.orders o
    join shop.customer c on c.id = o.customer
    left join shop.order_line l on l.order_id = o.id
    group by o.id, c.id
    """)
public record OrderSummary(
        long orderId,
        UUID customer,
        String customerName,
        Instant placedAt,
        OrderStatus status,
        long lines,
        BigDecimal totalAmount,
        String channel) {}
