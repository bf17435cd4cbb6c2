package dev.tidemark.lambda;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Permission;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.deploy.Ceiling;
import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of {@link TidemarkHandler}: {@code {"tidemark": "sync", "safe": true}}.
 *
 * @param command what
 * @param app of several on the class path; null: the only one
 * @param mode {@code mode}, or {@code safe}; null where neither is given
 * @param allowed {@code allow}: hazards by their names; null where it is not given
 * @param breaking {@code allowBreaking}: whether a sync may apply what breaks versions that still serve; null where it is not given
 * @param force whether to plan although this version is the recorded one
 * @param candidate {@code schema} and {@code reply}: what is planned instead of this function's own schema; null where none was sent
 */
record Request(
        Command command,
        @Nullable String app,
        @Nullable Mode mode,
        @Nullable Set<Hazard> allowed,
        @Nullable Boolean breaking,
        boolean force,
        @Nullable Candidate candidate) {
    static final String COMMAND = "tidemark";

    /** No name of an app, a mode or a field of ours comes near. */
    private static final int MOST_SAID = 300;

    private static final int MOST_UNKNOWN = 20;

    /** Words that will be commands, and what does the same until then. */
    private static final Map<String, String> LATER = Map.of(
            "unlock",
            "a lease ends by itself, TIDEMARK_LEASE_TTL (30 s) after its holder's last heartbeat; {\"tidemark\":"
                    + " \"status\"} says who holds it",
            "history",
            "the table \"journal\" of the control schema has one row for each statement that was run",
            "deploy",
            "a deploy is an event of CloudFormation (Custom::TidemarkSchema); by hand: {\"tidemark\": \"sync\"}");

    /** The commands; each with the fields it knows. */
    enum Command {
        PLAN,
        SYNC,
        STATUS,
        VERIFY,
        DRIFT,
        SCHEDULE;

        /** What it may be told, besides {@code tidemark}. */
        List<String> fields() {
            return switch (this) {
                case PLAN -> List.of("app", "mode", "safe", "allow", "force", Candidate.SCHEMA, Candidate.REPLY);
                case SYNC -> List.of("app", "mode", "safe", "allow", "allowBreaking", "force");
                case STATUS, VERIFY, DRIFT, SCHEDULE -> List.of("app");
            };
        }

        /** With less time than this it is not begun. */
        Duration least() {
            return this == STATUS ? Duration.ofMillis(250) : Duration.ofSeconds(1);
        }

        /** As it is written in an event. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads an event; all its faults at once.
     *
     * @throws TidemarkException TDM-610 for what is no request of ours, TDM-611 for its fields
     */
    static Request parse(Map<String, Object> event) {
        Command command = command(event);
        Fields fields = new Fields(command, event);
        fields.refuseUnknown();
        Request request = new Request(
                command,
                fields.text("app"),
                fields.mode(),
                fields.hazards(),
                fields.flag("allowBreaking"),
                Objects.requireNonNullElse(fields.flag("force"), false),
                fields.candidate());
        fields.throwFaults();
        return request;
    }

    /**
     * Nothing, where the function's configuration lets this be asked. A plan may be made in any mode: nothing of it runs.
     *
     * @throws TidemarkException TDM-613 for a command that is not answered, TDM-614 for more than the environment allows
     */
    void requireAllowed(Map<String, String> environment) {
        List<String> answered = Setting.REQUESTS.list(environment);
        if (!answered.contains(command.word())) {
            throw fault(
                    "TDM-613",
                    "this function does not answer \"" + command.word() + "\": its TIDEMARK_REQUESTS is "
                            + String.join(",", answered),
                    "another function; or TIDEMARK_REQUESTS with " + command.word());
        }
        if (command == Command.SYNC) {
            List<Problem> exceeded = Ceiling.of(environment).exceeded("\"sync\"", wanted(), allowed, breaking);
            if (!exceeded.isEmpty()) {
                throw new TidemarkException(exceeded, false, null);
            }
        }
    }

    private Mode wanted() {
        return mode == null ? Mode.SAFE : mode;
    }

    private Permission permission(Map<String, String> environment) {
        return command == Command.PLAN
                ? Permission.explicit(wanted(), true)
                : Ceiling.of(environment).permission(wanted(), breaking, Setting.ALLOW_BREAKING.flag(environment));
    }

    /**
     * The options of this request on top of those of the environment. A plan is made as if all that it names were allowed; a sync loses data by the hazard's name,
     * and breaks versions that still serve by {@code allowBreaking}, by the environment's word, or in mode auto where neither says anything.
     */
    SyncOptions apply(SyncOptions options, Map<String, String> environment) {
        SyncOptions base = app == null ? options : options.withApp(app);
        return switch (command) {
            case PLAN, SYNC ->
                base.withPermission(permission(environment))
                        .withAllowed(allowed == null ? base.allowed() : allowed)
                        .withForce(force);
            case STATUS, VERIFY, DRIFT -> base.withMode(Mode.VERIFY);
            case SCHEDULE -> base.withMode(base.mode() == Mode.VERIFY ? Mode.VERIFY : Mode.SAFE);
        };
    }

    /** EventBridge's services send a payload of their own where a schedule or a rule has no input; nobody reads the answer. */
    private static boolean fromSchedulerItself(Map<String, Object> event) {
        return "aws.scheduler".equals(event.get("source")) || "aws.events".equals(event.get("source"));
    }

    /**
     * Whether nobody would read an answer: it is the schedule's, or an event that a service of AWS delivers by itself (a rule of EventBridge, a queue, a
     * topic, a bucket), for which an answer means that all went well.
     */
    static boolean isUnread(Map<String, Object> event) {
        return Command.SCHEDULE.word().equalsIgnoreCase(String.valueOf(event.get(COMMAND)))
                || event.containsKey("detail-type")
                || event.containsKey("Records")
                || fromSchedulerItself(event);
    }

    private static Command command(Map<String, Object> event) {
        @Nullable Object word = event.get(COMMAND);
        if (word == null) {
            throw fromSchedulerItself(event)
                    ? fault(
                            "TDM-610",
                            "this is the default payload of " + event.get("source")
                                    + ", which does not say what is wanted",
                            "set the schedule's Input to {\"tidemark\": \"schedule\"}")
                    : fault(
                            "TDM-610",
                            "the event has no field \"tidemark\"; it has " + brief(new TreeSet<>(event.keySet())),
                            "{\"tidemark\": \"status\"}");
        }
        for (Command command : Command.values()) {
            if (command.word().equals(word)) {
                return command;
            }
        }
        @Nullable String wayOut = LATER.get(word);
        if (wayOut != null) {
            throw fault("TDM-610", "\"" + word + "\" comes with a later version of Tidemark", wayOut);
        }
        throw fault(
                "TDM-610",
                "\"" + brief(word instanceof String ? word : JsonLine.of(word)) + "\" is no command; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(Command.values())
                                        .map(Command::word)
                                        .toList()),
                "{\"tidemark\": \"status\"}");
    }

    /** What is repeated of an event: enough to know it again, however long it is. */
    private static String brief(Object said) {
        String text = said.toString();
        return text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID) + "…";
    }

    private static TidemarkException fault(String code, String message, String wayOut) {
        return TidemarkException.of(code, message, wayOut);
    }

    /** The fields of one event, and what is wrong with them. */
    private record Fields(Command command, Map<String, Object> event, List<Problem> faults) {
        Fields(Command command, Map<String, Object> event) {
            this(command, event, new ArrayList<>());
        }

        void refuseUnknown() {
            TreeSet<String> unknown = new TreeSet<>(event.keySet());
            unknown.remove(COMMAND);
            command.fields().forEach(unknown::remove);
            unknown.stream()
                    .limit(MOST_UNKNOWN)
                    .forEach(field ->
                            wrong(field, "is no field of \"" + command.word() + "\"; it knows " + command.fields()));
            int more = unknown.size() - MOST_UNKNOWN;
            if (more > 0) {
                faults.add(problem("and " + more + " more are no fields of \"" + command.word() + "\" either"));
            }
        }

        @Nullable
        String text(String field) {
            @Nullable Object value = event.get(field);
            if (value instanceof String text && text.length() > MOST_SAID) {
                wrong(field, "has " + text.length() + " characters, and may have " + MOST_SAID);
                return null;
            }
            if (value == null || value instanceof String) {
                return (String) value;
            }
            wrong(field, "is " + brief(JsonLine.of(value)) + ", a string is wanted");
            return null;
        }

        @Nullable
        Boolean flag(String field) {
            @Nullable Object value = event.get(field);
            if (value == null || value instanceof Boolean) {
                return (Boolean) value;
            }
            wrong(field, "is " + brief(JsonLine.of(value)) + ", true or false is wanted");
            return null;
        }

        @Nullable
        Mode mode() {
            @Nullable Boolean safe = flag("safe");
            @Nullable String word = text("mode");
            if (word == null) {
                return safe == null ? null : safe ? Mode.SAFE : Mode.AUTO;
            }
            if (safe != null) {
                wrong("safe", "and \"mode\" say the same thing; one of them is enough");
            }
            if (word.equals("safe") || word.equals("auto")) {
                return word.equals("safe") ? Mode.SAFE : Mode.AUTO;
            }
            wrong("mode", "is \"" + word + "\", safe or auto is wanted");
            return null;
        }

        @Nullable
        Candidate candidate() {
            try {
                return command == Command.PLAN
                        ? Candidate.of(event.get(Candidate.SCHEMA), event.get(Candidate.REPLY))
                        : null;
            } catch (TidemarkException e) {
                faults.addAll(e.problems());
                return null;
            }
        }

        @Nullable
        Set<Hazard> hazards() {
            @Nullable Object value = event.get("allow");
            if (value == null) {
                return null;
            }
            if (!(value instanceof List<?> names) || !names.stream().allMatch(String.class::isInstance)) {
                wrong("allow", "is " + brief(JsonLine.of(value)) + ", a list of hazards' names is wanted");
                return Set.of();
            }
            try {
                return EnvironmentOptions.hazards(
                        "\"allow\"", names.stream().map(String.class::cast).toList());
            } catch (TidemarkException e) {
                faults.addAll(e.problems());
                return Set.of();
            }
        }

        void throwFaults() {
            if (!faults.isEmpty()) {
                throw new TidemarkException(faults, false, null);
            }
        }

        private void wrong(String field, String what) {
            faults.add(problem("\"" + brief(field) + "\" " + what));
        }

        private static Problem problem(String what) {
            return Problem.of("TDM-611", null, what, null, null, List.of());
        }
    }
}
