package dev.tidemark.report;

import dev.tidemark.CostClass;
import dev.tidemark.DriftReport;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The documents of {@link Reports} as plans, reports and errors again, nothing lost: how a plan comes back from a function.
 *
 * <p>Fields that are not known are passed over, since fields are only ever added. What is missing or of another type is an {@link IllegalArgumentException}
 * that names the field.
 */
public final class ReportReader {
    private ReportReader() {}

    /** Whether it is the document of an error. */
    public static boolean isError(Map<?, ?> document) {
        return "ERROR".equals(document.get("status"));
    }

    /** The plan of a document that {@link Reports#of(Plan)} made. */
    public static Plan plan(Map<?, ?> document) {
        Fields fields = new Fields(document);
        List<Fields> changes = fields.list("changes");
        List<Plan.Entry> entries = new ArrayList<>();
        int next = 0;
        for (Fields object : fields.list("objects")) {
            int end = next + object.count("changes");
            if (end > changes.size() || end < next) {
                throw new IllegalArgumentException("\"changes\" has fewer than its objects say");
            }
            entries.add(entry(object, changes.subList(next, end)));
            next = end;
        }
        return new Plan(
                fields.text("app"),
                fields.text("version"),
                fields.text("serverVersion"),
                entries,
                fields.list("batches").stream().map(ReportReader::batch).toList(),
                problems(fields),
                fields.texts("notes"),
                fields.has("fingerprint") ? fields.text("fingerprint") : "",
                DiagramReports.read(document.get("diagram")));
    }

    /** The report of a document that {@link Reports#of(StatusReport)} made. */
    public static StatusReport status(Map<?, ?> document) {
        Fields fields = new Fields(document);
        return new StatusReport(
                fields.word("status", SyncStatus.class),
                fields.text("app"),
                fields.text("version"),
                fields.optional("current"),
                fields.instant("recordedAt"),
                fields.optional("recordedBy"),
                fields.count("withheld"),
                fields.count("deferred"),
                fields.optional("reason"),
                fields.optional("leaseHolder"),
                fields.duration("leaseAgeMs"));
    }

    /** The report of a document that {@link Reports#of(DriftReport)} made. */
    public static DriftReport drift(Map<?, ?> document) {
        Fields fields = new Fields(document);
        Map<?, ?> wayBack = document.get("wayBack") instanceof Map<?, ?> map ? map : null;
        return new DriftReport(
                fields.word("status", DriftReport.Status.class),
                fields.text("app"),
                fields.text("version"),
                fields.word("codeIs", DriftReport.Code.class),
                fields.optional("current"),
                fields.instant("recordedAt"),
                fields.optional("recordedBy"),
                fields.list("drifted").stream().map(ReportReader::drifted).toList(),
                wayBack == null ? null : plan(wayBack),
                fields.count("withheld"),
                fields.count("deferred"),
                fields.optional("unfinished"),
                fields.optional("leaseHolder"),
                Duration.ofMillis(fields.count("tookMs")));
    }

    private static DriftReport.Drifted drifted(Fields drifted) {
        return new DriftReport.Drifted(
                drifted.name("id"), drifted.word("what", DriftReport.What.class), drifted.text("words"));
    }

    /** The error of a document that {@link Reports#of(TidemarkException)} made. */
    public static TidemarkException error(Map<?, ?> document) {
        Fields fields = new Fields(document);
        List<Problem> problems = problems(fields);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("\"errors\" is empty");
        }
        boolean retry = fields.list("errors").get(0).flag("retry");
        return new TidemarkException(problems, retry, null);
    }

    private static Plan.Entry entry(Fields object, List<Fields> changes) {
        return new Plan.Entry(
                object.name("id"),
                object.word("action", Plan.Action.class),
                object.optional("renamedFrom"),
                changes.stream().map(ReportReader::change).toList(),
                object.number("rows"),
                object.number("bytes"));
    }

    private static Plan.Change change(Fields change) {
        return new Plan.Change(
                change.name("id"),
                change.word("action", Plan.Action.class),
                change.text("change"),
                fate(change.text("outcome")),
                change.word("cost", CostClass.class),
                change.duration("estimateMs"),
                change.list("hazards").stream().map(ReportReader::hazard).toList(),
                change.texts("sql"));
    }

    private static Plan.Fate fate(String outcome) {
        return switch (outcome) {
            case "planned", "applied" -> Plan.Fate.APPLY;
            case "withheld" -> Plan.Fate.WITHHELD;
            case "deferred" -> Plan.Fate.DEFERRED;
            case "blocked" -> Plan.Fate.BLOCKED;
            default -> throw new IllegalArgumentException("\"outcome\" is \"" + outcome + "\"");
        };
    }

    private static HazardNote hazard(Fields hazard) {
        return new HazardNote(
                hazard.word("code", Hazard.class),
                hazard.text("why"),
                hazard.text("wayOut"),
                hazard.flag("requiresApproval"));
    }

    private static Plan.Batch batch(Fields batch) {
        return new Plan.Batch(
                batch.flag("transactional"),
                batch.list("statements").stream().map(ReportReader::statement).toList());
    }

    private static Plan.Statement statement(Fields statement) {
        return new Plan.Statement(
                statement.text("sql"),
                statement.texts("searchPath"),
                Duration.ofMillis(statement.count("lockTimeoutMs")),
                Duration.ofMillis(statement.count("statementTimeoutMs")),
                statement.word("lock", LockMode.class),
                statement.word("cost", CostClass.class),
                statement.name("id"));
    }

    private static List<Problem> problems(Fields document) {
        return document.list("errors").stream().map(ReportReader::problem).toList();
    }

    private static Problem problem(Fields error) {
        return Problem.of(
                error.text("code"),
                error.has("id") ? error.name("id") : null,
                error.text("message"),
                error.optional("place"),
                error.optional("sqlState"),
                error.texts("wayOut"));
    }

    /** One object of a document. */
    private record Fields(Map<?, ?> map) {
        boolean has(String field) {
            return map.get(field) != null;
        }

        @Nullable
        String optional(String field) {
            Object value = map.get(field);
            return value == null ? null : as(field, String.class, value);
        }

        String text(String field) {
            return as(field, String.class, map.get(field));
        }

        boolean flag(String field) {
            return as(field, Boolean.class, map.get(field));
        }

        int count(String field) {
            return Math.toIntExact(as(field, Number.class, map.get(field)).longValue());
        }

        OptionalLong number(String field) {
            return has(field)
                    ? OptionalLong.of(as(field, Number.class, map.get(field)).longValue())
                    : OptionalLong.empty();
        }

        @Nullable
        Duration duration(String field) {
            OptionalLong millis = number(field);
            return millis.isPresent() ? Duration.ofMillis(millis.getAsLong()) : null;
        }

        @Nullable
        Instant instant(String field) {
            String text = optional(field);
            return text == null ? null : Instant.parse(text);
        }

        List<String> texts(String field) {
            List<?> list = as(field, List.class, map.get(field));
            return list.stream().map(value -> as(field, String.class, value)).toList();
        }

        List<Fields> list(String field) {
            List<?> list = as(field, List.class, map.get(field));
            return list.stream()
                    .map(value -> new Fields(as(field, Map.class, value)))
                    .toList();
        }

        <E extends Enum<E>> E word(String field, Class<E> type) {
            String word = text(field);
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(word) || Reports.word(constant).equals(word)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("\"" + field + "\" is \"" + word + "\"");
        }

        ObjectName name(String field) {
            List<String> parts = texts(field);
            for (ObjectKind kind : ObjectKind.values()) {
                if (parts.size() == 4 && kind.label().equals(parts.get(0))) {
                    return new ObjectName(kind, parts.get(1), parts.get(2), parts.get(3));
                }
            }
            throw new IllegalArgumentException("\"" + field + "\" is " + parts);
        }

        private static <T> T as(String field, Class<T> type, @Nullable Object value) {
            if (!type.isInstance(value)) {
                throw new IllegalArgumentException(
                        "\"" + field + "\" is " + (value == null ? "missing" : "no " + type.getSimpleName()));
            }
            return type.cast(value);
        }
    }
}
