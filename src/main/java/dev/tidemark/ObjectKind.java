package dev.tidemark;

/** The kinds of object that Tidemark names; {@link #label()} is how it says them. */
public enum ObjectKind {
    SCHEMA("schema"),
    EXTENSION("extension"),
    TYPE("type"),
    SEQUENCE("sequence"),
    TABLE("table"),
    COLUMN("column"),
    CONSTRAINT("constraint"),
    INDEX("index"),
    VIEW("view"),
    MATERIALIZED_VIEW("materialized view"),
    FUNCTION("function"),
    TRIGGER("trigger"),
    POLICY("policy"),
    RULE("rule"),
    STATISTICS("statistics"),
    COMMENT("comment"),
    /** SQL of the declaration's author that changes rows, once in each database; its {@link ObjectName#name()} is the step's. */
    DATA_STEP("data step"),
    /** Lookup rows that the declaration gives a table; a member of it. */
    ROWS("rows"),
    /** Anything that is found and not modelled; its {@link ObjectName#name()} then begins with what it is. */
    OTHER("object");

    private final String label;

    ObjectKind(String label) {
        this.label = label;
    }

    /** The word for it in plans and errors. */
    public String label() {
        return label;
    }
}
