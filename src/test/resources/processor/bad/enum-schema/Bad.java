package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table(schema = "x")
record One(@Id long id, java.util.concurrent.TimeUnit unit) {}
