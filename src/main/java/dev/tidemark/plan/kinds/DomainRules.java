package dev.tidemark.plan.kinds;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.plan.kinds.Alteration.Statement;
import dev.tidemark.plan.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Domains. Their base type is for life; a default, NOT NULL and checks are altered in place, which PostgreSQL refuses (but for a check that is not
 * validated) where a column stores a value of the domain as a part of something else.
 */
public final class DomainRules implements KindRules {
    private static final String CHECK = "check ";
    private static final String COMMENT = "comment on constraint ";
    private static final String NOT_VALID = " NOT VALID";
    private static final String NOT_NULL = "not null";

    @Override
    public String label(OtherObject object) {
        return "domain";
    }

    @Override
    public String reference(OtherObject object) {
        return "DOMAIN " + Sql.name(object.name());
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> sql = new ArrayList<>();
        StringBuilder head = new StringBuilder("CREATE " + reference(object) + " AS " + object.attribute("type"));
        if (object.attributes().containsKey("collation")) {
            head.append(" COLLATE ").append(object.attribute("collation"));
        }
        if (object.attributes().containsKey("default")) {
            head.append(" DEFAULT ").append(object.attribute("default"));
        }
        if (object.attributes().containsKey(NOT_NULL)) {
            String name = object.attribute(NOT_NULL);
            head.append(name.isEmpty() ? "" : " CONSTRAINT " + Sql.id(name)).append(" NOT NULL");
        }
        checks(object).forEach((name, text) -> {
            if (text.endsWith(NOT_VALID)) {
                sql.add(add(object, name, text));
            } else {
                head.append(" CONSTRAINT ").append(Sql.id(name)).append(' ').append(text);
            }
        });
        sql.add(0, head.toString());
        comments(object).forEach((name, text) -> sql.add(comment(object, name, text)));
        return sql;
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        StoredValues stored = new StoredValues(context);
        List<StoredValues.Use> uses = stored.of(name(to));
        Map<String, String> proofs = proofs(from, to);
        List<HazardNote> hazards = new ArrayList<>();
        if (!proofs.isEmpty()) {
            hazards.add(new HazardNote(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may write values that it refuses",
                    "stop writing such values first"));
        }
        Optional<Alteration> broken = cast(from, to, context, stored, uses, hazards)
                .or(() -> broken(to, context, stored, uses, proofs, hazards));
        if (broken.isPresent()) {
            return broken.get();
        }
        boolean another = anotherType(from, to) || !from.attribute("collation").equals(to.attribute("collation"));
        boolean refused = !proofs.isEmpty() && uses.stream().anyMatch(StoredValues.Use::contained);
        if (another || refused) {
            return new Alteration.Replaced(hazards);
        }
        return new Steps(from, to, uses, context).steps(hazards);
    }

    private static boolean anotherType(OtherObject from, OtherObject to) {
        return !from.attribute("type").equals(to.attribute("type"));
    }

    /** Whether PostgreSQL knows no cast from the old base type to the new one, as the rows told. */
    public static boolean hasNoCast(OtherObject from, OtherObject to, RuleContext context) {
        boolean enums = Stream.concat(
                        context.live().enums().keySet().stream(), context.declared().enums().keySet().stream())
                .map(Sql::name)
                .anyMatch(e -> e.equals(from.attribute("type")) || e.equals(to.attribute("type")));
        StoredValues stored = new StoredValues(context);
        return enums
                || stored.of(name(to)).stream()
                        .flatMap(u -> casts(from, to, stored, u).stream())
                        .anyMatch(q -> context.failure(q).orElse("").startsWith(SqlStates.CANNOT_COERCE));
    }

    /** Counts the values as values of the new base type: fails where one does not cast. */
    private static List<String> casts(OtherObject from, OtherObject to, StoredValues stored, StoredValues.Use use) {
        return stored.count(use, from.attribute("type"), "(value::" + to.attribute("type") + ") IS NOT NULL");
    }

    private static List<String> altered(OtherObject from, OtherObject to, StoredValues stored, StoredValues.Use use) {
        String there = "value::" + to.attribute("type");
        return stored.count(
                use,
                from.attribute("type"),
                "((" + there + ")::" + from.attribute("type") + ")::text IS DISTINCT FROM value::text");
    }

    /** Blocked where a value does not cast to the new base type. */
    private static Optional<Alteration> cast(
            OtherObject from,
            OtherObject to,
            RuleContext context,
            StoredValues stored,
            List<StoredValues.Use> uses,
            List<HazardNote> hazards) {
        if (!anotherType(from, to)) {
            return Optional.empty();
        }
        String change = from.attribute("type") + " → " + to.attribute("type");
        long altered = 0;
        boolean unknown = false;
        for (StoredValues.Use use : uses) {
            for (String question : casts(from, to, stored, use)) {
                String failure = context.failure(question).orElse("");
                if (failure.startsWith(SqlStates.DATA_EXCEPTIONS)
                        || failure.startsWith(SqlStates.CONSTRAINT_VIOLATIONS)) {
                    return Optional.of(new Alteration.Blocked(
                            "TDM-212",
                            change + " does not cast for every value of "
                                    + use.table().name() + "." + use.column().name() + " (" + failure + ")",
                            List.of("mend the values first", "or keep " + from.attribute("type"))));
                }
            }
            for (String question : use.empty() ? List.<String>of() : altered(from, to, stored, use)) {
                long count = context.answer(question).orElse(-1);
                unknown |= count < 0;
                altered += Math.max(0, count);
            }
        }
        if (altered > 0 || unknown) {
            hazards.add(new HazardNote(
                    Hazard.DATA_LOSS,
                    unknown
                            ? "values may be cut off or fail to cast"
                            : altered + (altered == 1 ? " value" : " values") + " would be cut off or become another",
                    "keep " + from.attribute("type") + ", or change the values first"));
        }
        if (!uses.isEmpty()) {
            hazards.add(new HazardNote(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run read and write " + from.attribute("type"),
                    "add a new domain beside it, move the code, drop the old one"));
        }
        return Optional.empty();
    }

    /** What every stored value must satisfy that need not yet: the condition that breaks it by the constraint's name; NOT NULL has none. */
    private static Map<String, String> proofs(OtherObject from, OtherObject to) {
        boolean another = anotherType(from, to);
        Map<String, String> proofs = new TreeMap<>();
        Set<String> proved = new HashSet<>(another ? List.of() : checks(from).values());
        checks(to).forEach((name, text) -> {
            if (!text.endsWith(NOT_VALID) && !proved.contains(text)) {
                proofs.put(name, "NOT (" + text.substring("CHECK (".length(), text.length() - 1) + ")");
            }
        });
        if (to.attributes().containsKey(NOT_NULL) && !from.attributes().containsKey(NOT_NULL)) {
            proofs.put("", "value IS NULL");
        }
        return proofs;
    }

    /** Blocked where values do not satisfy it; hazards where that is not known. */
    private static Optional<Alteration> broken(
            OtherObject to,
            RuleContext context,
            StoredValues stored,
            List<StoredValues.Use> uses,
            Map<String, String> proofs,
            List<HazardNote> hazards) {
        boolean unknown = false;
        for (Map.Entry<String, String> proof : proofs.entrySet()) {
            for (StoredValues.Use use : uses.stream().filter(u -> !u.empty()).toList()) {
                for (String question : stored.count(use, to.attribute("type"), proof.getValue())) {
                    long count = context.answer(question).orElse(-1);
                    unknown |= count < 0;
                    if (count > 0) {
                        String where = use.table().name() + "." + use.column().name();
                        return Optional.of(new Alteration.Blocked(
                                proof.getKey().isEmpty() ? "TDM-214" : "TDM-213",
                                (proof.getKey().isEmpty() ? "becomes NOT NULL" : "constraint " + proof.getKey())
                                        + ", but " + count + (count == 1 ? " value of " : " values of ") + where
                                        + (proof.getKey().isEmpty() ? " are null" : " do not satisfy it"),
                                List.of(
                                        "see them: " + question.replaceFirst("count\\(\\*\\)", "*"),
                                        "mend or delete them, then sync again")));
                    }
                }
            }
        }
        if (unknown) {
            hazards.add(new HazardNote(Hazard.MAY_FAIL_ON_DATA, "values that exist may not satisfy it", ""));
        }
        return Optional.empty();
    }

    /** Lets go of the functions that its default and its checks call, before it goes itself. */
    public static List<String> released(OtherObject domain) {
        String alter = "ALTER DOMAIN " + Sql.name(domain.name()) + " ";
        List<String> sql = new ArrayList<>();
        if (domain.attributes().containsKey("default")) {
            sql.add(alter + "DROP DEFAULT");
        }
        checks(domain).keySet().forEach(name -> sql.add(alter + "DROP CONSTRAINT " + Sql.id(name)));
        return sql;
    }

    /** From one to the other in place. */
    private static final class Steps {
        private final OtherObject from;
        private final OtherObject to;
        private final List<StoredValues.Use> uses;
        private final RuleContext context;
        private final List<Statement> statements = new ArrayList<>();
        private final List<Statement> later = new ArrayList<>();
        private final Map<String, String> comments;

        Steps(OtherObject from, OtherObject to, List<StoredValues.Use> uses, RuleContext context) {
            this.from = from;
            this.to = to;
            this.uses = uses;
            this.context = context;
            this.comments = new TreeMap<>(DomainRules.comments(from));
        }

        Alteration steps(List<HazardNote> hazards) {
            @Nullable String wanted = to.attributes().get("default");
            if (!Objects.equals(from.attributes().get("default"), wanted)) {
                alter(wanted == null ? "DROP DEFAULT" : "SET DEFAULT " + wanted);
            }
            notNull(hazards);
            checks();
            DomainRules.comments(to).forEach((name, text) -> {
                if (!text.equals(comments.remove(name))) {
                    statements.add(Statement.instant(comment(to, name, text)));
                }
            });
            comments.keySet().forEach(name -> statements.add(Statement.instant(comment(to, name, null))));
            return new Alteration.InPlace(statements, later, hazards);
        }

        private void notNull(List<HazardNote> hazards) {
            boolean was = from.attributes().containsKey(NOT_NULL);
            boolean is = to.attributes().containsKey(NOT_NULL);
            String old = nameOfNotNull(from);
            String name = nameOfNotNull(to);
            if (was && !is) {
                comments.remove(old);
                alter("DROP NOT NULL");
            } else if (is && !was) {
                String sql = to.attribute(NOT_NULL).isEmpty() || context.major() < 17
                        ? "SET NOT NULL"
                        : "ADD CONSTRAINT " + Sql.id(name) + " NOT NULL";
                statements.add(scanning(statement(sql)));
                if (uses.stream().anyMatch(u -> !u.empty())) {
                    hazards.add(new HazardNote(
                            Hazard.FULL_SCAN_UNDER_LOCK,
                            "reads every table that stores values of it while their writers wait",
                            "declare a check VALUE IS NOT NULL instead: it is validated later",
                            scan().compareTo(Duration.ofMillis(100)) > 0));
                }
            } else if (is && !old.equals(name)) {
                alter("RENAME CONSTRAINT " + Sql.id(old) + " TO " + Sql.id(name));
                renamed(old, name);
            }
        }

        private void checks() {
            SortedMap<String, String> there = new TreeMap<>(DomainRules.checks(from));
            SortedMap<String, String> missing = new TreeMap<>(DomainRules.checks(to));
            there.entrySet()
                    .removeIf(e -> e.getValue().equals(missing.get(e.getKey())) && missing.remove(e.getKey()) != null);
            validated(there, missing);
            List.copyOf(missing.entrySet())
                    .forEach(e -> there.entrySet().stream()
                            .filter(t -> t.getValue().equals(e.getValue())
                                    && !DomainRules.checks(from).containsKey(e.getKey()))
                            .map(Map.Entry::getKey)
                            .filter(old -> !DomainRules.checks(to).containsKey(old))
                            .findFirst()
                            .ifPresent(old -> {
                                alter("RENAME CONSTRAINT " + Sql.id(old) + " TO " + Sql.id(e.getKey()));
                                renamed(old, e.getKey());
                                there.remove(old);
                                missing.remove(e.getKey());
                            }));
            there.keySet().forEach(name -> {
                comments.remove(name);
                alter("DROP CONSTRAINT " + Sql.id(name));
            });
            missing.forEach(this::added);
        }

        /** Those that are there, and are validated now. */
        private void validated(Map<String, String> there, Map<String, String> missing) {
            List.copyOf(missing.entrySet()).forEach(e -> {
                if ((e.getValue() + NOT_VALID).equals(there.get(e.getKey()))) {
                    there.remove(e.getKey());
                    missing.remove(e.getKey());
                    later.add(validation(e.getKey()));
                }
            });
        }

        private void added(String name, String text) {
            boolean notValidFirst = !text.endsWith(NOT_VALID) && uses.stream().anyMatch(u -> !u.empty());
            statements.add(Statement.instant(add(to, name, text + (notValidFirst ? NOT_VALID : ""))));
            if (notValidFirst) {
                later.add(validation(name));
            }
        }

        private Statement validation(String constraint) {
            return scanning(statement("VALIDATE CONSTRAINT " + Sql.id(constraint)));
        }

        private Statement scanning(Statement statement) {
            Set<QName> tables = StoredValues.filled(uses);
            return tables.isEmpty()
                    ? statement
                    : statement.under(LockMode.SHARE, tables).costing(CostClass.BLOCKING, scan());
        }

        private Duration scan() {
            return StoredValues.filled(uses).stream().map(context::scanTime).reduce(Duration.ZERO, Duration::plus);
        }

        private void renamed(String old, String name) {
            String text = comments.remove(old);
            if (text != null) {
                comments.put(name, text);
            }
        }

        private void alter(String action) {
            statements.add(statement(action));
        }

        private Statement statement(String action) {
            return Statement.instant("ALTER DOMAIN " + Sql.name(to.name()) + " " + action);
        }
    }

    private static String nameOfNotNull(OtherObject domain) {
        String name = domain.attribute(NOT_NULL);
        return name.isEmpty() ? domain.name().name() + "_not_null" : name;
    }

    private static String add(OtherObject domain, String name, String text) {
        return "ALTER DOMAIN " + Sql.name(domain.name()) + " ADD CONSTRAINT " + Sql.id(name) + " " + text;
    }

    private static String comment(OtherObject domain, String constraint, @Nullable String text) {
        return "COMMENT ON CONSTRAINT " + Sql.id(constraint) + " ON DOMAIN " + Sql.name(domain.name()) + " IS "
                + (text == null ? "NULL" : Sql.literal(text));
    }

    private static SortedMap<String, String> checks(OtherObject domain) {
        return starting(domain, CHECK);
    }

    private static SortedMap<String, String> comments(OtherObject domain) {
        return starting(domain, COMMENT);
    }

    private static SortedMap<String, String> starting(OtherObject domain, String head) {
        SortedMap<String, String> found = new TreeMap<>();
        domain.attributes().forEach((name, value) -> {
            if (name.startsWith(head)) {
                found.put(name.substring(head.length()), value);
            }
        });
        return found;
    }

    private static QName name(OtherObject domain) {
        return QName.of(domain.name());
    }
}
