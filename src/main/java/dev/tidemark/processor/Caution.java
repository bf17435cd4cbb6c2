package dev.tidemark.processor;

/** Rules of {@code tidemark lint} that the declaration alone can tell, under the same codes (docs/lint.md). */
enum Caution {
    FOREIGN_KEY_WITHOUT_INDEX(
            "TDM-L01",
            "no index begins with %s: a delete or an update in %s reads this whole table and keeps its locks"
                    + " meanwhile.",
            "Add @Index."),
    NARROW_KEY(
            "TDM-L04",
            "a numbered key of type %s: after %s rows inserts fail, and the way out rewrites this table and all that"
                    + " refer to it.",
            "Make it a long."),
    REPEATED_INDEX(
            "TDM-L05",
            "repeats %s: the same columns in the same order; every write pays for both.",
            "Leave one of them out."),
    REPEATED_FOREIGN_KEY("TDM-L07", "refers to the same rows as %s.", "Leave one of them out."),
    CHAR_TYPE(
            "TDM-L09",
            "%s is padded with blanks, which comparisons ignore and LIKE and clients do not.",
            "Take text, with a check of its length."),
    JSON_TYPE("TDM-L10", "json has no equality, so that DISTINCT and GROUP BY fail, and no index.", "Take jsonb."),
    MONEY_TYPE(
            "TDM-L11",
            "the currency and the digits of money are those of the server's settings.",
            "Take numeric, or bigint in the smallest unit."),
    SERIAL_TYPE("TDM-L12", "%s is a sequence with rights, an owner and a default of its own.", "Take @Identity."),
    QUOTED_NULL("TDM-L23", "the default is the word NULL in quotes, a text.", "Leave it out.");

    private final String code;
    private final String what;
    private final String wayOut;

    Caution(String code, String what, String wayOut) {
        this.code = code;
        this.what = what;
        this.wayOut = wayOut;
    }

    /** {@code TDM-Lnn}. */
    String code() {
        return code;
    }

    /** {@code [TDM-Lnn] object: what. Way out.} */
    String message(String object, Object... particulars) {
        return "[" + code + "] " + object + ": " + what.formatted(particulars) + " " + wayOut
                + " Or @SuppressWarnings(\"" + code + "\").";
    }
}
