package dev.tidemark.cli;

import dev.tidemark.Consent;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Permission;
import dev.tidemark.Rename;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What decides what a plan holds, and what of it is allowed: of {@code plan} and {@code sync}. */
final class PlanningOptions {
    /** Reads {@code declared} and {@code schema}. */
    static final class AdoptConverter extends Choice<SyncOptions.Adopt> {
        AdoptConverter() {
            super(SyncOptions.Adopt.class);
        }
    }

    @Option(names = "--safe", description = "withhold data loss, apply the rest")
    boolean safe;

    @Option(
            names = "--drop",
            paramLabel = "OBJECT",
            split = ",",
            description = "tables and columns whose data may be lost: customers.phone, shop.orders")
    List<String> drop = new ArrayList<>();

    @Option(
            names = "--rewrite",
            paramLabel = "OBJECT",
            split = ",",
            description = "tables and columns that may be rewritten, or scanned under a lock: orders.priority")
    List<String> rewrite = new ArrayList<>();

    @Option(names = "--run", paramLabel = "STEP", split = ",", description = "data steps that may run: fill_full_name")
    List<String> run = new ArrayList<>();

    @Option(
            names = "--rename",
            paramLabel = "OLD:NEW",
            split = ",",
            description = "what was renamed: customers.name:full_name, customers:clients; once, without a hint in the"
                    + " declaration")
    List<String> rename = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "HAZARD",
            split = ",",
            description = "hazards that may happen to any object: DATA_LOSS, TABLE_REWRITE, TABLE_RECREATED,"
                    + " FULL_SCAN_UNDER_LOCK, DATA_CHANGE, ADOPTION_CHANGE")
    List<Hazard> allow = new ArrayList<>();

    @Option(
            names = "--allow-breaking",
            negatable = true,
            fallbackValue = "true",
            description =
                    "apply what breaks versions that still run; else TIDEMARK_ALLOW_BREAKING says so; where that is"
                            + " not set, without --safe")
    @Nullable
    Boolean allowBreaking;

    @Option(
            names = "--adopt",
            paramLabel = "WHAT",
            arity = "0..1",
            fallbackValue = "declared",
            converter = AdoptConverter.class,
            description =
                    "what of the objects that exist already is managed: declared (the default), or schema: also what"
                            + " is not declared, which is then dropped")
    SyncOptions.@Nullable Adopt adopt;

    /** Refuses what cannot be meant, before anything is reached. */
    void check(Map<String, String> env) {
        if (safe && (allow.contains(Hazard.DATA_LOSS) || !drop.isEmpty())) {
            throw TidemarkException.of(
                    "TDM-605",
                    "--safe withholds data loss, " + (drop.isEmpty() ? "--allow DATA_LOSS" : "--drop")
                            + " applies it; choose one");
        }
        rename.forEach(Rename::of);
        Setting.ALLOW_BREAKING.text(env);
    }

    /** Whether one of them is given that a plan in a file has decided already. */
    boolean decides() {
        return safe || allowBreaking != null || widens();
    }

    /** Whether one of them asks for more than the declaration does. */
    boolean widens() {
        return adopt != null || !rename.isEmpty();
    }

    /** What is allowed. */
    Consent consent() {
        return new Consent(Set.copyOf(allow), Set.copyOf(drop), Set.copyOf(rewrite), Set.copyOf(run));
    }

    /** What needs no question any more; in safe mode the engine has judged by its own rule. */
    Consent given() {
        return safe ? Consent.of(Confirmation.approvable()) : consent();
    }

    /**
     * What an explicit sync may do, planned although its version is recorded. Without {@code --safe} everything is planned, and asked for afterwards; with it the
     * engine itself withholds what loses data and blocks a rewrite that takes long and is not allowed, as it does in a function.
     */
    SyncOptions planning(SyncOptions options, Map<String, String> env) {
        SyncOptions planning = options.withPermission(Permission.explicit(safe ? Mode.SAFE : Mode.AUTO, mayBreak(env)))
                .withAdopt(adopt == null ? SyncOptions.Adopt.DECLARED : adopt)
                .withRenames(rename.stream().map(Rename::of).toList());
        return safe ? allowing(planning, consent()) : planning.withAllowed(Confirmation.approvable());
    }

    /** The option, else the variable, else whatever is not {@code --safe}. */
    private boolean mayBreak(Map<String, String> env) {
        if (allowBreaking != null) {
            return allowBreaking;
        }
        return Setting.ALLOW_BREAKING.text(env) == null ? !safe : Setting.ALLOW_BREAKING.flag(env);
    }

    static SyncOptions allowing(SyncOptions options, Consent consent) {
        return options.withAllowed(consent.hazards())
                .withDrops(consent.drops())
                .withRewrites(consent.rewrites())
                .withRuns(consent.runs());
    }

    /** The options that shape a plan, as they were given, to be typed again. */
    List<String> typed() {
        List<String> words = new ArrayList<>();
        if (adopt != null) {
            words.add("--adopt=" + adopt.name().toLowerCase(Locale.ROOT));
        }
        if (allowBreaking != null) {
            words.add(allowBreaking ? "--allow-breaking" : "--no-allow-breaking");
        }
        rename.forEach(text -> words.addAll(List.of("--rename", Typed.quoted(text))));
        return words;
    }
}
