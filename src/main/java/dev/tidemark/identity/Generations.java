package dev.tidemark.identity;

import java.util.Map;

/** Reads the generation of this run off its environment. */
public final class Generations {
    private static final String FUNCTION_VERSION = "AWS_LAMBDA_FUNCTION_VERSION";
    private static final String FUNCTION_NAME = "AWS_LAMBDA_FUNCTION_NAME";

    private Generations() {}

    /**
     * {@code TIDEMARK_GENERATION} in the lineage {@code TIDEMARK_LINEAGE} (else the variable's own name); else, on Lambda, a published version's number in
     * the lineage of its function's name; else none ({@code $LATEST} is no number).
     *
     * @throws dev.tidemark.TidemarkException TDM-603 where {@code TIDEMARK_GENERATION} is no number
     */
    public static Generation fromEnvironment(Map<String, String> env) {
        Long number = Setting.GENERATION.number(env);
        String lineage = Setting.LINEAGE.text(env);
        if (number != null) {
            return new Generation(lineage == null ? Setting.GENERATION.variable() : lineage, number);
        }
        String version = env.get(FUNCTION_VERSION);
        String function = env.get(FUNCTION_NAME);
        if (version == null || function == null || function.isEmpty()) {
            return Generation.none();
        }
        long published = Digits.parse(version, 0, version.length());
        return published < 0 ? Generation.none() : new Generation(lineage == null ? function : lineage, published);
    }
}
