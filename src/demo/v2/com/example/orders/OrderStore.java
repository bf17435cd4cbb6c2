package com.example.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The orders in the database: plain JDBC. PostgreSQL reads and writes the JSON. Version 2. */
final class OrderStore {
    private static final String PLACE = """
        with request as (select ?::jsonb as body),
        customer as (
            insert into shop.customer (email, full_name)
            select body #>> '{customer,email}', body #>> '{customer,name}'
            from request
            on conflict (email) do update set full_name = excluded.full_name
            returning id, email),
        line as (
            select row_number() over () as line_no, w.sku, w.quantity, p.price_amount, p.price_currency
            from request
            cross join jsonb_to_recordset(body -> 'lines') as w (sku text, quantity integer)
            left join shop.product p on p.sku = w.sku and p.active),
        placed as (
            insert into shop.orders (customer, total_amount, total_currency)
            select c.id, sum(l.quantity * l.price_amount), min(l.price_currency)
            from customer c cross join line l
            group by c.id
            returning id, customer, total_amount),
        lines as (
            insert into shop.order_line (order_id, line_no, product, quantity, price_amount, price_currency)
            select p.id, l.line_no, l.sku, l.quantity, l.price_amount, l.price_currency
            from placed p cross join line l)
        select jsonb_build_object('order', id, 'customer', customer, 'total', total_amount) from placed
        """;

    private static final String ORDER = """
        select jsonb_build_object(
            'order', o.id, 'status', o.status, 'customer', o.customer, 'total', o.total_amount,
            'lines', (
                select jsonb_agg(jsonb_build_object('sku', l.product, 'quantity', l.quantity) order by l.line_no)
                from shop.order_line l where l.order_id = o.id))
        from shop.orders o where o.id = ?::bigint
        """;

    private static final String OF_CUSTOMER = """
        select coalesce(jsonb_agg(to_jsonb(s) order by s.placed_at desc), '[]')
        from shop.order_summary s where s.customer = ?::uuid
        """;

    private final DataSource database;

    OrderStore(DataSource database) {
        this.database = database;
    }

    /** Places an order: one statement, hence one transaction. Empty where it has no lines. */
    Optional<String> place(String request) throws SQLException {
        return json(PLACE, request);
    }

    Optional<String> order(String id) throws SQLException {
        return json(ORDER, id);
    }

    Optional<String> ordersOf(String customer) throws SQLException {
        return json(OF_CUSTOMER, customer);
    }

    private Optional<String> json(String sql, String parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
            }
        }
    }
}
