package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
interface AnInterface {}

@View(sql = "select 1")
enum AnEnum { A }

@EnumType
record ARecord() {}

@Table
@View(sql = "select 1 as id")
record Both(@Id long id) {}

@View(sql = "select 1 as id")
@Index(members = "id")
@Check(sql = "id > 0")
record AView(@Id @Unique @Column(renamedFrom = "old") long id) {}
