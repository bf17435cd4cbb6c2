package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Types(
        @Id long id,
        Object object,
        Map<String, String> map,
        Date date,
        Part part,
        List<List<String>> nested,
        List<?> wild,
        List raw,
        int[][] matrix,
        Optional<Optional<String>> twice,
        Void nothing) {}

record Part(int a) {}
