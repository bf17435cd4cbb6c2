package dev.tidemark.plan.kinds;

/** When a trigger or a rule is applied: {@code tgenabled}, {@code ev_enabled}, {@code evtenabled}. */
final class Firing {
    /** In sessions whose {@code session_replication_role} is not replica: what is made fires so. */
    static final String ORIGIN = "O";

    private Firing() {}

    /** The words that set it: {@code ENABLE ALWAYS}. */
    static String words(String state) {
        return switch (state) {
            case "D" -> "DISABLE";
            case "R" -> "ENABLE REPLICA";
            case "A" -> "ENABLE ALWAYS";
            default -> "ENABLE";
        };
    }
}
