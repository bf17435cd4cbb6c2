package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Uses(@Id long id, Labels labels, Empty empty, Text text) {}

enum Labels {
    A,
    @EnumLabel("A") B,
    @EnumLabel("") C,
    @EnumLabel(renamedFrom = "A") D,
    @EnumLabel(renamedFrom = "old") E,
    @EnumLabel(renamedFrom = "old") F,
    @EnumLabel("a label that is much longer than the sixty-three bytes that there are") G
}

enum Empty {}

@EnumType(asText = true)
enum Text {
    @EnumLabel(renamedFrom = "X") Y
}
