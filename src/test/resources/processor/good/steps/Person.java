package com.example.steps;

import dev.tidemark.annotation.*;

@Table
@MigrateBefore(name = "fill_mail", sql = "UPDATE person SET mail = 'x' WHERE mail IS NULL;")
@MigrateAfter(
        name = "split_name",
        sql = {
            """
            UPDATE person SET first_name = 'a;b' -- a comment
            """,
            "DO $$ BEGIN DELETE FROM person WHERE id < 0; END $$"
        },
        safe = true)
record Person(@Id long id, String firstName, String mail) {}
