package com.example;

import dev.tidemark.annotation.*;

@Table
@Rows(values = {"1, 'a'", "2"})
record Few(@Id long id, String name) {}

@Table
@Rows(members = {"id", "other"}, values = "1, 2")
record Unknown(@Id long id, String name) {}

@Table
@Rows(members = "name", by = "id", values = {"'a'"})
record Key(@Id long id, String name) {}

@Table
@Rows(values = {"1; DELETE FROM closed"})
record Several(@Id long id) {}
