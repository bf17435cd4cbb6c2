package com.example.classes;

import dev.tidemark.annotation.*;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

abstract class Root {
    static final String CONSTANT = "";

    @Id
    @Identity
    private long id;
}

abstract class Audited extends Root {
    @Default(sql = "now()")
    protected Instant createdAt;

    @Index
    protected Instant updatedAt;
}

/** As kapt writes it: private fields, annotated accessors. */
@Table
final class User extends Audited {
    @Unique
    private final String userName = "";

    @org.jetbrains.annotations.Nullable
    private final String group = null;

    @Ignored
    private String secret;

    private transient int cache;

    private int $extra;

    @Column(name = "Mixed Case")
    private boolean mixedCase;

    public final String getUserName() {
        return userName;
    }
}

@Table(name = "HTTPLog")
class HttpLog extends Audited {
    String requestURL;
    @Nullable String userAgent2;

    @Table(name = "http_log_line", comment = "nested")
    static class Line {
        @Id
        long offset;
    }
}
