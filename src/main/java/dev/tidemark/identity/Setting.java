package dev.tidemark.identity;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every {@code TIDEMARK_*} environment variable: its default, its floor, and readers that refuse what they do not understand
 * ({@link TidemarkException} TDM-603) instead of repairing it.
 *
 * <p>Blank is the same as unset. {@code docs/configuration.md} is generated from this enum.
 */
public enum Setting {
    MODE(
            Type.CHOICE,
            "verify|safe|auto|off",
            null,
            "`safe` with the deployer's credential, else `verify`",
            "What a cold start may do, and the most that a request, the schedule or a deploy may ask of the Tidemark"
                    + " function (there `safe` where it is not set)."),
    REQUESTS(
            Type.LIST,
            "plan|status|verify|drift|sync|schedule|deploy",
            "plan,status,drift,verify,schedule,deploy",
            "",
            "What the Tidemark function answers, whoever may invoke it."),
    ON_FAILURE(
            Type.CHOICE,
            "fail|serve",
            "fail",
            "",
            "Whether a function whose check failed refuses its invocations (retriable) or serves on."),
    APP(Type.TEXT, "", null, "the only compiled schema on the class path", "The declared schema this function uses."),
    CONTROL_SCHEMA(Type.TEXT, "", "tidemark", "", "The schema of Tidemark's own tables."),
    GENERATION(
            Type.NUMBER,
            0,
            null,
            "the numeric version of the Lambda function",
            "A number that only grows from deploy to deploy, such as a CI run number; orders versions."),
    LINEAGE(
            Type.TEXT,
            "",
            null,
            "`TIDEMARK_GENERATION`, or the name of the Lambda function",
            "Within what the generation grows; generations of different lineages are not compared."),
    BUDGET(
            Type.DURATION,
            100,
            null,
            "what the init phase or the invocation leaves",
            "How long a sync may take in all, waiting included."),
    INIT_RESERVE(
            Type.DURATION,
            100,
            "1s",
            "",
            "What is kept of the init phase and of an invocation to answer before Lambda ends them."),
    FUNCTION_TIMEOUT(
            Type.DURATION,
            1000,
            null,
            "not known",
            "The function's timeout, which Lambda tells only inside an invocation; the template passes it."),
    WAIT_TIMEOUT(Type.DURATION, 0, "60s", "", "How long to wait for another instance that is syncing."),
    POLL_INTERVAL(Type.DURATION, 10, "500ms", "", "How often a waiting instance looks, ± 20 %."),
    LEASE_TTL(
            Type.DURATION,
            1000,
            "30s",
            "",
            "How long the lease outlives its last heartbeat (one every third of it), and so the most a killed holder"
                    + " delays the next one."),
    LOCK_TIMEOUT(
            Type.DURATION, 10, "3s", "", "How long a statement waits for a lock, and makes others wait behind it."),
    LOCK_ATTEMPTS(Type.NUMBER, 1, "5", "", "How often a transaction that did not get its locks is tried."),
    CONNECT_TIMEOUT(Type.DURATION, 100, "5s", "", "How long one attempt to connect may take."),
    URL(Type.SECRET, "", null, "", "The function's database: `jdbc:postgresql://…` or `postgresql://…`."),
    HOST(Type.TEXT, "", null, "", "The host of the database, where no URL is set."),
    PORT(Type.NUMBER, 1, "5432", "", "Its port."),
    DATABASE(Type.TEXT, "", null, "the user's name", "Its name."),
    USER(Type.TEXT, "", null, "the one in the URL", "The function's role."),
    PASSWORD(Type.SECRET, "", null, "the one in the URL", "The function's password."),
    SECRET(
            Type.TEXT,
            "",
            null,
            "",
            "The Secrets Manager secret (name or ARN) with the function's login: the JSON form of RDS, or the password"
                    + " alone."),
    IAM_AUTH(
            Type.CHOICE,
            "true|false",
            "false",
            "",
            "Whether the function's password is an IAM token, signed here for every new connection."),
    PASSWORD_PARAMETER(Type.TEXT, "", null, "", "The SSM parameter (name or ARN) with the function's password."),
    DEPLOYER_URL(
            Type.SECRET,
            "",
            null,
            "`TIDEMARK_URL`",
            "The database for the deployer's credential, which is opened only when the schema has changed."),
    DEPLOYER_USER(
            Type.TEXT,
            "",
            null,
            "none: a cold start verifies only",
            "The role that may change the schema; the second, optional credential."),
    DEPLOYER_PASSWORD(Type.SECRET, "", null, "", "The deployer's password."),
    DEPLOYER_SECRET(
            Type.TEXT,
            "",
            null,
            "",
            "The Secrets Manager secret (name or ARN) with the deployer's login: the JSON form of RDS, or the password"
                    + " alone."),
    DEPLOYER_IAM_AUTH(
            Type.CHOICE,
            "true|false",
            "false",
            "",
            "Whether the deployer's password is an IAM token, signed here for every new connection."),
    DEPLOYER_PASSWORD_PARAMETER(
            Type.TEXT, "", null, "", "The SSM parameter (name or ARN) with the deployer's password."),
    PLAN_USER(
            Type.TEXT,
            "",
            null,
            "none: such requests are refused",
            "The role under which plans are made of schemas that others send; planning for others is off without it."),
    PLAN_PASSWORD(Type.SECRET, "", null, "", "Its password."),
    PLAN_SECRET(
            Type.TEXT,
            "",
            null,
            "",
            "The Secrets Manager secret (name or ARN) with the planner's login: the JSON form of RDS, or the password"
                    + " alone."),
    PLAN_IAM_AUTH(
            Type.CHOICE,
            "true|false",
            "false",
            "",
            "Whether the planner's password is an IAM token, signed here for every new connection."),
    PLAN_PASSWORD_PARAMETER(Type.TEXT, "", null, "", "The SSM parameter (name or ARN) with the planner's password."),
    PLAN_BUCKET(
            Type.TEXT,
            "",
            null,
            "none: such requests are refused",
            "The S3 bucket through which schemas and plans go that are too big for a request."),
    SSL_MODE(
            Type.CHOICE,
            "disable|allow|prefer|require|verify-ca|verify-full",
            null,
            "the one in the URL; else `verify-full` for a host of RDS, the driver's `prefer` for others",
            "How the connection is protected."),
    SSL_ROOT_CERT(
            Type.TEXT,
            "",
            null,
            "the RDS bundle for a host of RDS, Amazon's roots for an RDS Proxy",
            "A PEM file of the authorities that the server may be signed by."),
    DIRECT_URL(
            Type.SECRET,
            "",
            null,
            "none",
            "The database past its transaction pooler, with the deployer's role, for what cannot run behind one."),
    OWNER(Type.TEXT, "", null, "the role that syncs", "The role that owns what is created (`SET LOCAL ROLE`)."),
    RUNTIME_ROLES(
            Type.LIST,
            "",
            null,
            "none",
            "Roles that may use what is created: rights on tables, sequences, the hot read."),
    ALLOW(
            Type.LIST,
            "data_loss|table_rewrite|table_recreated|full_scan_under_lock|access_exclusive_lock|may_fail_on_data"
                    + "|breaks_running_code|index_build|index_dropped|untracked_dependency|privilege_change|data_change"
                    + "|adoption_change",
            null,
            "none",
            "Hazards that may be applied without asking; no request and no deploy may name others."),
    ALLOW_BREAKING(
            Type.CHOICE,
            "true|false",
            null,
            "`false`; `true` for a deploy or a `sync` in mode `auto`, and on the command line without `--safe`",
            "Whether what breaks versions that still run may be applied; no request and no deploy may do so where this"
                    + " is `false`. On the command line `--[no-]allow-breaking` goes before it."),
    SERVES(
            Type.TEXT,
            "",
            null,
            "none: deferred changes wait for a deploy or a `sync` that may break",
            "The application's function and alias, such as `orders:live`: Lambda is asked whether an older version"
                    + " still serves before deferred changes that would break it are applied."),
    BREAKING_AFTER(
            Type.DURATION, 0, "30m", "", "How long no older version may have served before those changes are applied."),
    ADOPT(
            Type.CHOICE,
            "declared|schema",
            "declared",
            "",
            "What is managed: what is declared, or everything in the declared schemas (what is not declared is then"
                    + " dropped)."),
    SCHEMAS(
            Type.LIST,
            "",
            null,
            "the declared ones",
            "Schemas that are managed as a whole, whatever is declared: what is in them and not declared is dropped,"
                    + " and so are they where nothing of them is declared."),
    PRIVILEGES(
            Type.CHOICE,
            "declared|all|ignore",
            "declared",
            "",
            "Whose privileges are managed: of the roles that the declaration's GRANTs name, and of PUBLIC; of all"
                    + " roles; of nobody."),
    METRICS(
            Type.CHOICE,
            "true|false",
            "true",
            "",
            "Whether the Tidemark function writes CloudWatch metrics (embedded metric format) to its log."),
    METRICS_NAMESPACE(Type.TEXT, "", "Tidemark", "", "Their namespace."),
    EVENT_BUS(
            Type.TEXT,
            "",
            null,
            "none",
            "The EventBridge bus (name or ARN) that hears of drift and of failed schedules."),
    TOPIC(Type.TEXT, "", null, "none", "The SNS topic (ARN) that hears of the same.");

    private enum Type {
        TEXT,
        SECRET,
        CHOICE,
        LIST,
        NUMBER,
        DURATION
    }

    private final Type type;
    private final String values;
    private final long floor;
    private final @Nullable String fallback;
    private final String otherwise;
    private final String description;

    Setting(Type type, String values, @Nullable String fallback, String otherwise, String description) {
        this.type = type;
        this.values = values;
        this.floor = 0;
        this.fallback = fallback;
        this.otherwise = otherwise;
        this.description = description;
    }

    Setting(Type type, long floor, @Nullable String fallback, String otherwise, String description) {
        this.type = type;
        this.values = "";
        this.floor = floor;
        this.fallback = fallback;
        this.otherwise = otherwise;
        this.description = description;
    }

    /** {@code TIDEMARK_} and the constant's name. */
    public String variable() {
        return "TIDEMARK_".concat(name());
    }

    /** What it does, one sentence. */
    public String description() {
        return description;
    }

    /** Its default as a reader understands it; empty where there is none. */
    public String defaultText() {
        return fallback != null ? "`" + fallback + "`" : otherwise;
    }

    /** What one may write. */
    public String valuesText() {
        return switch (type) {
            case TEXT -> "text";
            case SECRET -> "text, never printed";
            case CHOICE -> "`" + values.replace("|", "`, `") + "`";
            case LIST -> values.isEmpty() ? "list" : "list of `" + values.replace("|", "`, `") + "`";
            case NUMBER -> "number";
            case DURATION -> "duration";
        };
    }

    /** The smallest value that is accepted; empty where there is none. */
    public String floorText() {
        return switch (type) {
            case NUMBER -> "`" + floor + "`";
            case DURATION -> floor % 1000 == 0 && floor > 0 ? "`" + floor / 1000 + "s`" : "`" + floor + "ms`";
            case TEXT, SECRET, CHOICE, LIST -> "";
        };
    }

    /**
     * The value, trimmed, a choice in lower case; its default where it is unset; null where it has none.
     *
     * @throws TidemarkException TDM-603 for a choice that is none of its values
     */
    public @Nullable String text(Map<String, String> env) {
        String given = given(env);
        if (given == null) {
            return fallback;
        }
        return type == Type.CHOICE ? oneOf(given) : given;
    }

    /**
     * A duration such as {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, or plain milliseconds; null where it is unset and has no default.
     *
     * @throws TidemarkException TDM-603 for anything else, and below the floor
     */
    public @Nullable Duration duration(Map<String, String> env) {
        require(Type.DURATION);
        String text = text(env);
        return text == null ? null : Duration.ofMillis(millis(text));
    }

    /**
     * A whole number; null where it is unset and has no default.
     *
     * @throws TidemarkException TDM-603 for anything else, and below the floor
     */
    public @Nullable Long number(Map<String, String> env) {
        require(Type.NUMBER);
        String text = text(env);
        if (text == null) {
            return null;
        }
        long value = Digits.parse(text, 0, text.length());
        if (value < floor) {
            throw refuse(text, value < 0 ? "is no whole number" : "is below the floor of " + floor);
        }
        return value;
    }

    /**
     * {@code true} or {@code false}.
     *
     * @throws TidemarkException TDM-603 for anything else
     */
    public boolean flag(Map<String, String> env) {
        return "true".equals(text(env));
    }

    /**
     * What stands between commas, trimmed, in lower case where only some values are known; its default where it is unset.
     *
     * @throws TidemarkException TDM-603 for a value that is not known
     */
    public List<String> list(Map<String, String> env) {
        require(Type.LIST);
        @Nullable String given = given(env);
        @Nullable String text = given == null ? fallback : given;
        if (text == null) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String item = text.substring(start, end).strip();
            if (!item.isEmpty()) {
                items.add(values.isEmpty() ? item : oneOf(item));
            }
            start = end + 1;
        }
        return List.copyOf(items);
    }

    private @Nullable String given(Map<String, String> env) {
        String value = env.get(variable());
        if (value == null) {
            return null;
        }
        String trimmed = value.strip();
        return trimmed.isEmpty() ? null : trimmed;
    }

    private String oneOf(String given) {
        String value = given.toLowerCase(Locale.ROOT);
        int at = 0;
        while (at < values.length()) {
            int bar = values.indexOf('|', at);
            int end = bar < 0 ? values.length() : bar;
            if (end - at == value.length() && values.startsWith(value, at)) {
                return value;
            }
            at = end + 1;
        }
        throw refuse(given, "is none of " + values.replace("|", ", "));
    }

    private long millis(String text) {
        int digits = 0;
        while (digits < text.length() && Digits.isDigit(text.charAt(digits))) {
            digits++;
        }
        long number = Digits.parse(text, 0, digits);
        long unit = switch (text.substring(digits).strip()) {
            case "", "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
        if (number < 0 || unit == 0 || number > Integer.MAX_VALUE) {
            throw refuse(text, "is no duration");
        }
        if (number * unit < floor) {
            throw refuse(text, "is below the floor of " + floorText().replace("`", ""));
        }
        return number * unit;
    }

    private TidemarkException refuse(String value, String why) {
        String wayOut = switch (type) {
            case DURATION ->
                variable() + "=" + (fallback == null ? "30s" : fallback)
                        + "   a duration: 500ms, 30s, 2m, or plain milliseconds";
            case NUMBER -> variable() + "=" + Math.max(floor, 1) + "   a whole number";
            case CHOICE, LIST -> variable() + "=" + values.replace("|", type == Type.CHOICE ? " | " : ",");
            case TEXT, SECRET -> variable() + "=…";
        };
        String message = variable() + ": \"" + value + "\" " + why;
        return new TidemarkException(
                Problem.of("TDM-603", null, message, "environment variable", null, List.of(wayOut, "or unset it")),
                false,
                null);
    }

    private void require(Type wanted) {
        if (type != wanted) {
            throw new IllegalStateException(name());
        }
    }
}
