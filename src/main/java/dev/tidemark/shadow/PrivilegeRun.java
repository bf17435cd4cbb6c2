package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.DeclaredPrivileges;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of the declared grants are run in a shadow: those whose roles there are and whose objects are declared. */
final class PrivilegeRun {
    /** Statements that give default privileges in no schema back what PostgreSQL has, for the roles that this one is a member of. */
    private static final String FORGET_DEFAULTS = """
        with defaults as (
            select
                'alter default privileges for role ' || quote_ident(pg_get_userbyid(defaclrole)) as prefix,
                quote_ident(pg_get_userbyid(defaclrole)) as owner,
                case defaclobjtype
                    when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
                    when 'n' then 'schemas' else 'large objects'
                end as objects,
                defaclacl
            from pg_catalog.pg_default_acl
            where defaclnamespace = 0 and pg_catalog.pg_has_role(defaclrole, 'usage')
        )
        select sql from (
            select distinct 1 as n, prefix || ' revoke all on ' || objects || ' from '
                || case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as sql
            from defaults, aclexplode(defaclacl) a
            union all
            select 2, prefix || ' grant all on ' || objects || ' to ' || owner from defaults
            union all
            select 3, prefix || ' grant all on ' || objects || ' to public' from defaults
            where objects in ('functions', 'types')
        ) as statements
        order by n
        """;

    /** Statements that take from foreign servers and their wrappers what others may do with them: these are there under their real names. */
    private static final String FORGET_FOREIGN = """
        with objects as (
            select 'server ' || srvname as name, 'server ' || quote_ident(srvname) as target, srvowner as owner,
                srvacl as acl
            from pg_catalog.pg_foreign_server
            union all
            select 'foreign data wrapper ' || fdwname, 'data wrapper ' || quote_ident(fdwname), fdwowner, fdwacl
            from pg_catalog.pg_foreign_data_wrapper
        )
        select distinct 'revoke all on foreign ' || target || ' from '
            || case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end || ' cascade'
        from objects, aclexplode(acl) a
        where a.grantee <> owner and pg_catalog.pg_has_role(owner, 'usage') and name in (\
        """;

    private final CompiledSchema schema;
    private final DeclaredPrivileges privileges;
    private final Twins twins;
    private Set<String> missing = Set.of();

    PrivilegeRun(CompiledSchema schema, Twins twins) {
        this.schema = schema;
        this.privileges = schema.privileges();
        this.twins = twins;
    }

    /** Looks which roles there are; schema {@code public} is for everybody before anything is said. */
    void prepare(Link link) throws SQLException {
        if (privileges.isEmpty()) {
            return;
        }
        if (twins.isManaged("public")) {
            boolean old = link.connection().getMetaData().getDatabaseMajorVersion() < 15;
            link.run("grant usage" + (old ? ", create" : "") + " on schema " + Sql.identifier(twins.of("public"))
                    + " to public");
        }
        if (privileges.haveDefaults()) {
            // Those of the whole database would hold for the shadow, and be taken for declared.
            for (List<@Nullable String> row : link.rows(FORGET_DEFAULTS)) {
                link.run(Objects.requireNonNull(row.get(0)));
            }
        }
        String foreign = schema.statements().stream()
                .flatMap(d -> Stream.ofNullable(d.creates()))
                .filter(o -> o.kind() == ObjectKind.OTHER && o.schema().isEmpty())
                .map(o -> Sql.literal(o.name()))
                .collect(Collectors.joining(", "));
        if (!foreign.isEmpty()) {
            for (List<@Nullable String> row : link.rows(FORGET_FOREIGN + foreign + ")")) {
                link.run(Objects.requireNonNull(row.get(0)));
            }
        }
        if (!privileges.roles().isEmpty()) {
            String roles = privileges.roles().stream().map(Sql::literal).collect(Collectors.joining(", "));
            missing = link
                    .rows("select r from unnest(array[" + roles
                            + "]::text[]) r where not exists (select from pg_catalog.pg_roles where rolname = r)")
                    .stream()
                    .map(row -> Objects.requireNonNull(row.get(0)))
                    .collect(Collectors.toSet());
        }
    }

    /** One for each role that there is not. */
    List<Problem> problems() {
        Map<String, Problem> problems = new LinkedHashMap<>();
        for (Declared statement : privileges.all()) {
            for (String role : statement.names()) {
                if (missing.contains(role)) {
                    problems.putIfAbsent(
                            role,
                            Problem.of(
                                    "TDM-226",
                                    statement.target(),
                                    "role " + role + ", which is given or denied privileges, does not exist",
                                    schema.origin() + ":" + statement.line() + ":" + statement.column(),
                                    null,
                                    List.of(
                                            "CREATE ROLE " + Sql.identifier(role)
                                                    + ";   roles belong to the server, Tidemark makes none",
                                            "leave privileges to others: --privileges=ignore, or"
                                                    + " TIDEMARK_PRIVILEGES=ignore")));
                }
            }
        }
        return List.copyOf(problems.values());
    }

    /** Default privileges that hold for what is created. */
    List<Declared> first() {
        return known(privileges.first());
    }

    /** What is run once everything of this chunk is there. */
    List<Declared> of(Chunk chunk, boolean only) {
        Set<String> here = chunk.whole().stream().map(QName::name).collect(Collectors.toSet());
        return known(privileges.statements()).stream()
                .filter(d -> d.target() == null
                        || d.target().kind() == ObjectKind.OTHER
                        || (isManaged(d.target())
                                && (only
                                        || here.contains(d.target().name())
                                        || twins.isManaged(d.target().name()))))
                .map(PrivilegeRun::amongOthers)
                .toList();
    }

    /** What belongs to the whole database is there under its real name; its privileges are run like those of everything else. */
    private static Declared amongOthers(Declared d) {
        boolean apart = d.target() != null && d.target().kind() == ObjectKind.OTHER;
        return apart
                ? new Declared(d.sql(), d.line(), d.column(), d.searchPath(), null, null, d.names(), List.of())
                : d;
    }

    /** What is said about objects that nobody declares. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Declared statement : privileges.statements()) {
            ObjectName target = statement.target();
            if (target != null && !isManaged(target)) {
                notes.add("privileges of " + target + " (line " + statement.line()
                        + ") are left alone: nothing is declared in its schema");
            }
        }
        return notes.stream().distinct().toList();
    }

    private boolean isManaged(ObjectName target) {
        return target.schema().isEmpty() || twins.isManaged(target.schema());
    }

    private List<Declared> known(List<Declared> statements) {
        return statements.stream()
                .filter(d -> d.names().stream().noneMatch(missing::contains))
                .toList();
    }
}
