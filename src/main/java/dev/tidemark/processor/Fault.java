package dev.tidemark.processor;

/** What can be wrong with a declaration; the codes are stable and listed in docs/annotations.md. */
enum Fault {
    NO_APP(
            "TDM-120",
            "package %s belongs to no app.",
            "Write @Database(app = \"…\") on it in package-info.java, or compile with -Atidemark.app=…."),
    APP_NAME(
            "TDM-121",
            "\"%s\" cannot be the name of an app.",
            "Use lower-case letters, digits, '.', '_' and '-', at most 63, a letter or digit first."),
    MISPLACED(
            "TDM-122",
            "@%s says nothing on this kind of type (%s).",
            "@Table and @View belong on records and classes, @EnumType on enums, and a type is only one of them."),
    GENERIC(
            "TDM-123",
            "%s is generic, so its columns would have no certain type.",
            "Declare a type without type parameters and with a superclass that has none."),
    TYPE(
            "TDM-124",
            "no PostgreSQL type is known for %s.",
            "Name one with @Column(type = \"…\"), store it as @Json, take a record apart with @Embedded, or leave it"
                    + " out with @Ignored."),
    NAME("TDM-125", "\"%s\" cannot be a name in PostgreSQL: %s.", "Give another one with name = \"…\"."),
    NULLABLE_RETENTION(
            "TDM-126",
            "@%s has source retention, so it is lost when only other files are compiled.",
            "Use one that is kept in class files (JSpecify's, Jakarta's, JetBrains' …), or Optional."),
    DUPLICATE_RELATION(
            "TDM-127",
            "%s is declared already, by %s.",
            "Give one of them another name. If one is gone from the sources, its class file is left over: build from"
                    + " clean."),
    DUPLICATE_COLUMN(
            "TDM-128",
            "the column %s is declared already, by %s.",
            "Give one of them @Column(name = \"…\"), or the embedded record a prefix."),
    DUPLICATE_NAME(
            "TDM-129", "the name %s is taken already, by %s.", "Give another name, or none: Tidemark then finds one."),
    NO_COLUMNS("TDM-130", "%s has no columns.", "Give it a component or field that is neither static nor ignored."),
    NOT_A_TABLE(
            "TDM-131",
            "%s is no table of app %s.",
            "Annotate it with @Table. A table of another app or module is declared here once more, with external ="
                    + " true."),
    NO_KEY("TDM-132", "%s has no %s.", "Declare @Id or @Unique there, or name the members of a key that it has."),
    KEY_TYPE(
            "TDM-133",
            "%s does not fit %s.",
            "Both sides of a foreign key need the same number of columns, of the same types."),
    UNKNOWN_MEMBER(
            "TDM-134",
            "%s has no member \"%s\". It has: %s.",
            "Name Java members, not columns; those of an embedded record are written member.component."),
    RENAME_ITSELF(
            "TDM-135",
            "renamed from \"%s\", which is its own name.",
            "Say in renamedFrom what it was called before, or leave it out."),
    RENAME_DECLARED(
            "TDM-136",
            "renamed from \"%s\", but %s.",
            "Only one declaration can follow an old name: remove the hint, or the declaration that still uses the"
                    + " name."),
    SIZE(
            "TDM-137",
            "%s.",
            "precision (1 to 1000) and scale (0 to precision) size a BigDecimal or BigInteger, length (1 to 10485760)"
                    + " a String; none goes with type."),
    DEFAULT("TDM-138", "%s.", "Give exactly one of constant and sql; a constant is a value of the column's type."),
    IDENTITY("TDM-139", "%s.", "@Identity belongs on a short, int or long without @Default."),
    EMBEDDED(
            "TDM-140",
            "%s.",
            "@Embedded takes apart a record that does not contain itself; of our annotations only @Id goes with it."),
    LABEL(
            "TDM-141",
            "%s.",
            "Each constant needs a label of its own of 1 to 63 bytes; renamedFrom names a label that is no longer"
                    + " declared."),
    SQL("TDM-142", "%s.", "Write the SQL there: it goes into the schema as it is."),
    SHAPE(
            "TDM-143",
            "%s.",
            "On a type, name the members (or one expression of an index); on a member, leave them out; at most one"
                    + " order and operator class for each key."),
    EXTERNAL(
            "TDM-144",
            "%s is external, so %s cannot be asked of it.",
            "An external table or view is only checked: columns, and the keys that others refer to."),
    ENUM_SCHEMA(
            "TDM-145",
            "the schema of its enum type is open: app %s has several, and its package names none.",
            "Say @EnumType(schema = \"…\") on the enum, or @Database on its package."),
    SET_NULL(
            "TDM-146",
            "SET_NULL would empty %s, which is NOT NULL.",
            "Make the member @Nullable or choose another action."),
    NO_PRIMARY_KEY(
            "TDM-147",
            "%s has no primary key; its rows cannot be told apart.",
            "Put @Id on a member, or @SuppressWarnings(\"TDM-147\") on the type."),
    CLASS_PATH(
            "TDM-148",
            "%s was compiled into the output folder before and cannot be found now.",
            "Put the output folder on the class path of an incremental compilation, or build from clean."),
    OUTPUT("TDM-149", "the compiled schema cannot be written: %s.", "See that the output folder is writable."),
    DATA_STEP(
            "TDM-150",
            "this cannot be a data step: %s.",
            "Give it a name in lower case, and one INSERT, UPDATE, DELETE, MERGE, SELECT or DO in each string."),
    ROWS(
            "TDM-151",
            "these cannot be lookup rows: %s.",
            "Write one string of SQL values for each row, a value for each member, such as \"'de', 'Germany'\".");

    private final String code;
    private final String what;
    private final String wayOut;

    Fault(String code, String what, String wayOut) {
        this.code = code;
        this.what = what;
        this.wayOut = wayOut;
    }

    /** Stable, {@code TDM-1xx}. */
    String code() {
        return code;
    }

    /** What is wrong, with {@code %s} for the particulars. */
    String what() {
        return what;
    }

    /** What to do about it. */
    String wayOut() {
        return wayOut;
    }

    /** Whether the schema is written all the same. */
    boolean isWarning() {
        return this == NO_PRIMARY_KEY;
    }

    /** {@code [TDM-nnn] object: what. Way out.} */
    String message(String object, Object... particulars) {
        return "[" + code + "] " + object + ": " + what.formatted(particulars) + " " + wayOut;
    }
}
