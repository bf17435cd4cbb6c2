package dev.tidemark.deploy;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Generations;
import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The resource's properties. CloudFormation turns every value into a string; an empty one is the same as none.
 *
 * @param app {@code App}; null: the environment's
 * @param mode {@code Mode}; null: safe, or less where the environment allows less
 * @param allowed {@code AllowHazards}; null: the environment's
 * @param breaking {@code AllowBreaking}; null: as the environment says
 * @param budget {@code Budget}, over all invocations; null: the environment's
 * @param generation {@code Generation}
 * @param version {@code FunctionVersion}
 * @param lineage {@code Lineage}; null: the environment's, or what the number itself says
 */
record Wishes(
        @Nullable String app,
        @Nullable Mode mode,
        @Nullable Set<Hazard> allowed,
        @Nullable Boolean breaking,
        @Nullable Duration budget,
        @Nullable Long generation,
        @Nullable FunctionVersion version,
        @Nullable String lineage) {
    static final String APP = "App";
    static final String MODE = "Mode";
    static final String ALLOW_HAZARDS = "AllowHazards";
    static final String ALLOW_BREAKING = "AllowBreaking";
    static final String BUDGET = "Budget";
    static final String GENERATION = "Generation";
    static final String FUNCTION_VERSION = "FunctionVersion";
    static final String LINEAGE = "Lineage";

    private static final List<String> KNOWN =
            List.of(APP, MODE, ALLOW_HAZARDS, ALLOW_BREAKING, BUDGET, GENERATION, FUNCTION_VERSION, LINEAGE);

    /** CloudFormation's own, which it sends along. */
    private static final Set<String> OF_CLOUDFORMATION = Set.of("ServiceToken", "ServiceTimeout");

    /**
     * Reads the properties.
     *
     * @throws TidemarkException TDM-621 with everything that is wrong with them
     */
    static Wishes parse(Map<String, Object> properties) {
        Reading reading = new Reading(properties);
        reading.refuseUnknown();
        Wishes wishes = new Wishes(
                reading.text(APP),
                reading.mode(),
                reading.hazards(),
                reading.breaking(),
                reading.budget(),
                reading.generation(),
                reading.version(),
                reading.text(LINEAGE));
        reading.throwFaults();
        return wishes;
    }

    /** A property as text; null where it is missing, empty, or no text. */
    static @Nullable String text(Map<String, Object> properties, String name) {
        @Nullable Object value = properties.get(name);
        if (value == null || value instanceof Map<?, ?> || value instanceof List<?>) {
            return null;
        }
        String text = value.toString().strip();
        return text.isEmpty() ? null : text;
    }

    /** A whole number; null for anything else. */
    static @Nullable Long number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    /**
     * Which number this deployment has, and in which lineage: {@code Generation}, else the environment's, which is that of the cold starts, else
     * {@code FunctionVersion}.
     */
    Generation generation(Map<String, String> environment) {
        @Nullable String wanted = lineage == null ? Setting.LINEAGE.text(environment) : lineage;
        @Nullable Long number = generation == null ? Setting.GENERATION.number(environment) : generation;
        if (number != null) {
            return new Generation(wanted == null ? Setting.GENERATION.variable() : wanted, number);
        }
        if (version == null) {
            return Generations.fromEnvironment(environment);
        }
        String function = version.function() == null
                ? environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", FUNCTION_VERSION)
                : version.function();
        return new Generation(wanted == null ? function : wanted, version.number());
    }

    /** How long it may take over all invocations; null where nobody said. */
    @Nullable
    Duration budget(Map<String, String> environment) {
        return budget == null ? Setting.BUDGET.duration(environment) : budget;
    }

    /**
     * On top of the environment's options. A deployment is an explicit sync; what breaks versions that still serve it may apply only where {@code AllowBreaking}
     * or the environment says so, or in mode auto where neither says anything.
     *
     * @throws TidemarkException TDM-614 for what is more than the environment allows
     */
    SyncOptions apply(SyncOptions options, Map<String, String> environment) {
        Ceiling ceiling = Ceiling.of(environment);
        Mode wanted = mode == null ? ceiling.usual() : mode;
        List<Problem> exceeded =
                ceiling.exceeded("the deploy", wanted == Mode.OFF ? Mode.SAFE : wanted, allowed, breaking);
        if (!exceeded.isEmpty()) {
            throw new TidemarkException(exceeded, false, null);
        }
        Generation number = generation(environment);
        return options.withApp(app == null ? options.app() : app)
                .withPermission(ceiling.permission(wanted, breaking, Setting.ALLOW_BREAKING.flag(environment)))
                .withAllowed(allowed == null ? options.allowed() : allowed)
                .withLineage(number.lineage())
                .withGeneration(number.known() ? number.number() : null);
    }

    /** Properties, and what is wrong with them. */
    private record Reading(Map<String, Object> properties, List<Problem> faults) {
        Reading(Map<String, Object> properties) {
            this(properties, new ArrayList<>());
        }

        void refuseUnknown() {
            for (String name : new TreeSet<>(properties.keySet())) {
                if (!KNOWN.contains(name) && !OF_CLOUDFORMATION.contains(name)) {
                    wrong(name, "is no property; there are " + String.join(", ", KNOWN));
                }
            }
        }

        @Nullable
        String text(String name) {
            @Nullable Object value = properties.get(name);
            if (value instanceof Map<?, ?> || value instanceof List<?>) {
                wrong(name, "is no string");
            }
            return Wishes.text(properties, name);
        }

        @Nullable
        Mode mode() {
            @Nullable String word = text(MODE);
            if (word == null) {
                return null;
            }
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "verify" -> Mode.VERIFY;
                case "safe" -> Mode.SAFE;
                case "auto" -> Mode.AUTO;
                default -> {
                    wrong(MODE, "is \"" + word + "\"; verify, safe or auto is wanted");
                    yield null;
                }
            };
        }

        @Nullable
        Set<Hazard> hazards() {
            List<String> names = names(properties.get(ALLOW_HAZARDS));
            if (names.isEmpty()) {
                return null;
            }
            Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
            for (String name : names) {
                String wanted = name.strip().toUpperCase(Locale.ROOT);
                Arrays.stream(Hazard.values())
                        .filter(h -> h.name().equals(wanted))
                        .findFirst()
                        .ifPresentOrElse(
                                hazards::add,
                                () -> wrong(
                                        ALLOW_HAZARDS,
                                        "names the hazard \"" + name.strip() + "\"; there are "
                                                + Arrays.toString(Hazard.values())));
            }
            return Set.copyOf(hazards);
        }

        @Nullable
        Boolean breaking() {
            @Nullable String text = text(ALLOW_BREAKING);
            if (text == null || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return text == null ? null : Boolean.valueOf(text);
            }
            wrong(ALLOW_BREAKING, "is \"" + text + "\"; true or false is wanted");
            return null;
        }

        private List<String> names(@Nullable Object value) {
            if (value instanceof Map<?, ?>) {
                wrong(ALLOW_HAZARDS, "is no list of hazards");
                return List.of();
            }
            List<String> names = new ArrayList<>();
            List<?> given = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            given.forEach(
                    item -> names.addAll(Arrays.asList(String.valueOf(item).split(",", -1))));
            return names.stream().filter(n -> !n.isBlank()).toList();
        }

        @Nullable
        Duration budget() {
            @Nullable String text = text(BUDGET);
            if (text == null) {
                return null;
            }
            try {
                return Setting.BUDGET.duration(Map.of(Setting.BUDGET.variable(), text));
            } catch (TidemarkException e) {
                wrong(BUDGET, "is \"" + text + "\"; a duration is wanted: 500ms, 30s, 2m, 1h, at least 100ms");
                return null;
            }
        }

        @Nullable
        Long generation() {
            @Nullable String text = text(GENERATION);
            @Nullable Long number = text == null ? null : number(text);
            if (text != null && number == null) {
                wrong(
                        GENERATION,
                        "is \"" + text
                                + "\"; a whole number of at most 18 digits is wanted that only grows, such as a CI"
                                + " run's");
            }
            return number;
        }

        @Nullable
        FunctionVersion version() {
            @Nullable String text = text(FUNCTION_VERSION);
            @Nullable FunctionVersion version = text == null ? null : FunctionVersion.parse(text);
            if (text != null && version == null) {
                wrong(
                        FUNCTION_VERSION,
                        "is \"" + text
                                + "\"; a published version's number is wanted, or its ARN: !Ref Function.Version");
            }
            return version;
        }

        void throwFaults() {
            if (!faults.isEmpty()) {
                throw new TidemarkException(faults, false, null);
            }
        }

        private void wrong(String name, String what) {
            faults.add(
                    Problem.of("TDM-621", null, name + " " + what, null, null, List.of("docs/deploy.md#properties")));
        }
    }
}
