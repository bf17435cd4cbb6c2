package dev.tidemark.lint;

import dev.tidemark.LintReport.Severity;

/** The rules; {@code docs/lint.md} describes each of them. A code is never given away again. */
public enum Rule {
    FOREIGN_KEY_WITHOUT_INDEX("TDM-L01", Severity.WARNING, "foreign key without an index"),
    FOREIGN_KEY_TYPES("TDM-L02", Severity.WARNING, "foreign key between different types"),
    NO_PRIMARY_KEY("TDM-L03", Severity.WARNING, "table without a primary key"),
    NARROW_GENERATED_KEY("TDM-L04", Severity.WARNING, "numbered key that runs out"),
    DUPLICATE_INDEX("TDM-L05", Severity.WARNING, "index that repeats another one"),
    PREFIX_INDEX("TDM-L06", Severity.NOTE, "index that another one begins with"),
    DUPLICATE_FOREIGN_KEY("TDM-L07", Severity.WARNING, "foreign key that repeats another one"),
    TIMESTAMP_WITHOUT_ZONE("TDM-L08", Severity.NOTE, "moment without a time zone"),
    CHAR_TYPE("TDM-L09", Severity.WARNING, "char(n)"),
    JSON_TYPE("TDM-L10", Severity.WARNING, "json instead of jsonb"),
    MONEY_TYPE("TDM-L11", Severity.WARNING, "money"),
    SERIAL_COLUMN("TDM-L12", Severity.WARNING, "serial instead of identity"),
    LONG_NAME("TDM-L13", Severity.WARNING, "name that is, or will be, cut"),
    QUOTED_NAME("TDM-L14", Severity.NOTE, "name that needs quotes"),
    SET_NULL_ON_NOT_NULL("TDM-L16", Severity.WARNING, "SET NULL on a NOT NULL column"),
    HALF_NULL_FOREIGN_KEY("TDM-L17", Severity.NOTE, "foreign key that one NULL switches off"),
    NULLABLE_UNIQUE("TDM-L18", Severity.NOTE, "unique key that NULLs pass by"),
    CIRCLE("TDM-L19", Severity.WARNING, "circle of NOT NULL foreign keys"),
    DIFFERENT_TYPES("TDM-L21", Severity.NOTE, "one column name, different types"),
    NULL_TEXT_DEFAULT("TDM-L23", Severity.WARNING, "default 'NULL' in quotes"),
    USELESS_INDEX("TDM-L25", Severity.NOTE, "index that is not chosen"),
    ROW_SECURITY_WITHOUT_POLICY("TDM-L26", Severity.WARNING, "row security without policy, or policies without it"),
    OPEN_POLICY("TDM-L27", Severity.WARNING, "policy that lets everybody write"),
    DEFINER_WITHOUT_SEARCH_PATH("TDM-L28", Severity.WARNING, "SECURITY DEFINER without a search_path"),
    VIEW_PAST_POLICIES("TDM-L29", Severity.WARNING, "view past row security"),
    UNVALIDATED_CONSTRAINT("TDM-L30", Severity.NOTE, "constraint that is not validated or enforced"),
    DOMAIN_WITH_CONSTRAINT("TDM-L31", Severity.NOTE, "domain with a constraint"),
    MATERIALIZED_VIEW_WITHOUT_KEY("TDM-L34", Severity.NOTE, "materialized view without a unique index"),
    INDEX_OF_ONE_PARTITION("TDM-L35", Severity.NOTE, "index of one partition"),
    REG_TYPE("TDM-L37", Severity.WARNING, "type that pg_upgrade refuses"),
    UNUSUAL_STORAGE("TDM-L42", Severity.NOTE, "large object, unlogged table, inheritance"),
    POLICY_SETTING_PER_ROW("TDM-L44", Severity.NOTE, "setting asked for once a row"),
    PERMISSIVE_POLICIES("TDM-L45", Severity.NOTE, "several permissive policies"),
    FLOAT_AMOUNT("TDM-L46", Severity.NOTE, "floating point for money"),
    BOUND_FUNCTION_WITHOUT_SEARCH_PATH("TDM-L47", Severity.NOTE, "function in an index or check without a search_path"),
    OWNER_PAST_POLICIES("TDM-L48", Severity.NOTE, "row security that the owner passes by");

    private final String code;
    private final Severity severity;
    private final String title;

    Rule(String code, Severity severity, String title) {
        this.code = code;
        this.severity = severity;
        this.title = title;
    }

    /** What one ignores it by, such as {@code TDM-L01}. */
    public String code() {
        return code;
    }

    /** How likely it is that something is wrong. */
    public Severity severity() {
        return severity;
    }

    /** A few words for lists. */
    public String title() {
        return title;
    }
}
