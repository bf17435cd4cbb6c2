package com.example.views;

import dev.tidemark.annotation.*;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

@Table
record Item(@Id long id, String name, BigDecimal price) {}

@View(
        comment = "What costs more than 100",
        renamedFrom = "dear_item",
        sql =
                """
                SELECT id, name
                FROM shop.z_priced
                WHERE price > 100;
                """)
record ExpensiveItem(@Column(comment = "As in item") long id, String name) {}

@View(sql = "SELECT id, name, price FROM shop.item")
record ZPriced(long id, String name, BigDecimal price) {}

@View(sql = "SELECT count(*) AS count, max(price) AS highest FROM shop.item -- all", materialized = true)
@Index(members = "count", unique = true)
record Total(long count, @Nullable BigDecimal highest) {}

@View(sql = "SELECT 1 AS one")
interface Bare {}

@Table(schema = "crm", name = "contact", external = true)
record Contact(@Id long id, @Unique String mail, Kind kind) {}

@EnumType(schema = "shop")
enum Kind { PERSON, FIRM }

@View(schema = "crm", name = "active contact", external = true)
record ActiveContact(long id, @Nullable String mail) {}

@Table
record Note(@Id long id, @References(Contact.class) long contact, @References(value = Contact.class, member = "mail") String mail) {}
