package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Identities(@Id @Identity String id, @Identity boolean a, @Identity @Default(constant = "1") long b) {}
