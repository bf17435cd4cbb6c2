package com.example.multi;

import dev.tidemark.annotation.*;

@Table(renamedFrom = "user")
public record Account(@Id long id, @Column(renamedFrom = "Old Name") String name) {}
