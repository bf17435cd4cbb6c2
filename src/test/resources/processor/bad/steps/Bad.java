package com.example;

import dev.tidemark.annotation.*;

@Table
@MigrateBefore(name = "Upper", sql = "UPDATE bad SET id = 1")
@MigrateBefore(name = "ddl", sql = {"UPDATE bad SET id = 1", "ALTER TABLE bad ADD x int"})
@MigrateAfter(name = "two", sql = "DELETE FROM bad; DELETE FROM bad")
@MigrateAfter(name = "ddl", sql = "DELETE FROM bad")
@MigrateAfter(name = "open", sql = "DELETE FROM bad WHERE id = 'x")
@MigrateAfter(name = "empty", sql = {})
@MigrateAfter(name = "blank", sql = " ")
record Bad(@Id long id) {}

@View(sql = "SELECT 1 AS id")
@MigrateAfter(name = "on_view", sql = "SELECT 1")
record AView(long id) {}
