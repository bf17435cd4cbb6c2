package com.example.names;

import dev.tidemark.annotation.*;

@Table
record Select(@Id long order, @Unique @Index String user, @Index @Check(sql = "timestamp > 0") int timestamp, int größe) {}

@Table(name = "a_table_with_a_name_that_is_really_quite_long_but_still_allowed")
@Unique(members = {"first", "second"})
record Long1(
        @Id long id,
        @Unique @Column(name = "a_column_with_a_name_that_is_long_enough_to_be_cut_somewhere") int first,
        @References(Select.class) long second) {}

@Table
record A(@Id long id, @Unique int bC) {}

@Table
record AB(@Id long id, @Unique int c) {}

@Table(name = "quo\"te")
record Quote(@Id @Column(name = "a\"b") long id) {}
