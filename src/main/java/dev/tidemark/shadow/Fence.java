package dev.tidemark.shadow;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last fence: asks pg_depend and pg_locks whether the shadow reached out to live objects. With equal texts on both sides a quiet binding shows
 * nowhere else.
 */
final class Fence {
    /** Also what a function that the declaration calls may have set. */
    private static final String SETTINGS = "set local standard_conforming_strings = on;\nset local search_path = '';\n";

    private final Link link;
    private final Twins twins;
    private final Set<String> installed;
    private final boolean eventTriggers;

    /** {@code installed} are the extensions that were there before; event triggers may write rows of their own, which locks no one out. */
    Fence(Link link, Twins twins, Set<String> installed, boolean eventTriggers) {
        this.link = link;
        this.twins = twins;
        this.installed = installed;
        this.eventTriggers = eventTriggers;
    }

    void check(CompiledSchema schema) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        List<List<List<@Nullable String>>> found = link.rowsOfEach(SETTINGS + dependencies() + ";\n" + locks());
        for (List<@Nullable String> row : found.get(0)) {
            String dependent = twins.restored(String.valueOf(row.get(0)));
            String live = String.valueOf(row.get(1));
            Declared declared = find(schema, dependent, String.valueOf(row.get(2)));
            problems.add(problem(schema, declared, dependent + " would be bound to the live " + live));
        }
        for (List<@Nullable String> row : found.get(1)) {
            String live = String.valueOf(row.get(0));
            Declared declared = find(schema, "", String.valueOf(row.get(1)));
            problems.add(problem(schema, declared, "planning it would lock the live " + live + " in " + row.get(2)));
        }
        if (!problems.isEmpty()) {
            throw new TidemarkException(problems, false, null);
        }
    }

    private Problem problem(CompiledSchema schema, @Nullable Declared declared, String what) {
        ObjectName object =
                declared == null ? null : declared.creates() == null ? declared.target() : declared.creates();
        String place = declared == null ? null : schema.origin() + ":" + declared.line() + ":" + declared.column();
        return Problem.of(
                "TDM-104",
                object,
                what + ", which the declaration does not hold",
                place,
                null,
                List.of("Declare it too, or declare it with -- @external", "Write its schema before its name"));
    }

    /** The statement that makes what {@code dependent} describes, else the first one that names the live object. */
    private static @Nullable Declared find(CompiledSchema schema, String dependent, String live) {
        for (Declared declared : schema.statements()) {
            ObjectName made = declared.creates();
            if (made != null && made.member().isEmpty() && names(dependent, made)) {
                return declared;
            }
        }
        return schema.statements().stream()
                .filter(declared -> declared.names().contains(live))
                .findFirst()
                .orElse(null);
    }

    private static boolean names(String description, ObjectName made) {
        String qualified = made.schema() + "." + made.name();
        return description.endsWith(" " + qualified) || description.contains(" " + qualified + "(");
    }

    private String dependencies() {
        return """
            with o as materialized (
              select 'pg_catalog.pg_class'::pg_catalog.regclass::oid as c, oid, relnamespace as ns from pg_catalog.pg_class
              union all select 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, pronamespace from pg_catalog.pg_proc
              union all select 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typnamespace from pg_catalog.pg_type
              union all select 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace from pg_catalog.pg_operator
              union all select 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace from pg_catalog.pg_collation
              union all select 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace from pg_catalog.pg_ts_config
              union all select 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace from pg_catalog.pg_ts_dict
              union all select 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace from pg_catalog.pg_opclass
              union all select 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, opfnamespace from pg_catalog.pg_opfamily
              union all select 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid, connamespace from pg_catalog.pg_constraint
              union all select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid, stxnamespace from pg_catalog.pg_statistic_ext
              union all select 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid, relnamespace from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = ev_class
              union all select 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid, relnamespace from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = tgrelid
              union all select 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, relnamespace from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = polrelid
              union all select 'pg_catalog.pg_attrdef'::pg_catalog.regclass, a.oid, relnamespace from pg_catalog.pg_attrdef a join pg_catalog.pg_class c on c.oid = adrelid),
            m as materialized (select o.* from o join pg_catalog.pg_namespace n on n.oid = o.ns where n.nspname = any (%s)),
            x as materialized (select o.* from o join pg_catalog.pg_namespace n on n.oid = o.ns where n.nspname = any (%s)),
            y as materialized (select * from x where (x.c, x.oid) not in (select e.classid, e.objid from pg_catalog.pg_depend e where e.deptype = 'e')),
            z as materialized (select d.classid, d.objid, d.refclassid, d.refobjid from pg_catalog.pg_depend d join y on y.c = d.refclassid and y.oid = d.refobjid),
            r as materialized (select distinct z.* from z join m on m.c = z.classid and m.oid = z.objid)
            select pg_catalog.pg_describe_object(classid, objid, 0), pg_catalog.pg_describe_object(refclassid, refobjid, 0),
              coalesce((pg_catalog.pg_identify_object(refclassid, refobjid, 0)).name, (select proname from pg_catalog.pg_proc p where p.oid = refobjid))
            from r order by 1, 2\
            """.formatted(Sql.array(twins.names()), Sql.array(twins.managed()));
    }

    private String locks() {
        Collection<String> own = new ArrayList<>(twins.names());
        own.add(twins.helper());
        own.addAll(Arrays.asList("pg_catalog", "pg_toast", "information_schema"));
        return """
            with l as materialized (
              select relation, mode from pg_catalog.pg_locks where pid = pg_catalog.pg_backend_pid() and locktype = 'relation'
                and mode <> 'AccessShareLock' and mode <> %s
                and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())),
            c as materialized (
              select c.oid, relname, nspname, mode from l join pg_catalog.pg_class c on c.oid = l.relation
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace where nspname <> all (%s))
            select pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0), relname, mode from c
            where not exists (select 1 from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
              where d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.deptype = 'e' and extname <> all (%s)
                and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                and d.objid in (select c.oid union all select indrelid from pg_catalog.pg_index where indexrelid = c.oid))
            order by 1, 3\
            """.formatted(
                        Sql.literal(eventTriggers ? "RowExclusiveLock" : ""), Sql.array(own), Sql.array(installed));
    }
}
