package com.example.rows;

import dev.tidemark.annotation.*;

@Table
@Rows(mode = Rows.Mode.SYNC, values = {"'de', 'Germany'", "'fr', 'Fr''ance' -- a comment"})
record Country(@Id String code, String name) {}

@Table
@Rows(members = {"word", "rank"}, by = "word", values = {"'a', 1 + 1"})
record Word(@Id @Identity long id, @Unique String word, int rank) {}
