package com.example.enums;

import dev.tidemark.annotation.*;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

@Table
record Ticket(
        @Id long id,
        @Default(constant = "IN_PROGRESS") State state,
        @Nullable Priority priority,
        Set<State> history,
        Level level,
        @Check(sql = "cardinality(levels) > 0") List<Level> levels,
        java.util.concurrent.TimeUnit unit) {}

@EnumType(name = "ticket_state", renamedFrom = "state", comment = "Where a ticket stands")
enum State {
    @EnumLabel("new") NEW,
    @EnumLabel(value = "in progress", renamedFrom = "doing") IN_PROGRESS,
    @EnumLabel(value = "it's done", renamedFrom = "all done") DONE
}

enum Priority { LOW, HIGH }

@EnumType(asText = true)
enum Level { ONE, @EnumLabel("two") TWO }

@EnumType(schema = "shared")
enum Unused { A }
