-- Who may do what: relations, columns, routines, types, schemas, foreign servers and their wrappers, default privileges. An object without any grant has one row without a privilege.
with scope as (
    select n.oid, n.nspname, n.nspowner, n.nspacl
    from pg_namespace n
    where n.nspname = any (:schemas)
),
object (classid, objid, kind, nspname, name, target, owner, columnname, acl) as (
    select
        'pg_class'::regclass::oid,
        c.oid,
        case c.relkind when 'S' then 'SEQUENCE' when 'v' then 'VIEW' when 'm' then 'MATERIALIZED_VIEW' else 'TABLE' end,
        scope.nspname::text,
        c.relname::text,
        case c.relkind when 'S' then 'SEQUENCE ' else 'TABLE ' end
            || quote_ident(scope.nspname) || '.' || quote_ident(c.relname),
        c.relowner,
        '',
        coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
    from pg_class c
    join scope on scope.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select
        'pg_class'::regclass::oid,
        c.oid,
        case c.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED_VIEW' else 'TABLE' end,
        scope.nspname::text,
        c.relname::text,
        'TABLE ' || quote_ident(scope.nspname) || '.' || quote_ident(c.relname),
        c.relowner,
        a.attname::text,
        a.attacl
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join scope on scope.oid = c.relnamespace
    where a.attacl is not null and not a.attisdropped
    union all
    select
        'pg_proc'::regclass::oid,
        p.oid,
        'FUNCTION',
        scope.nspname::text,
        p.proname || '(' || oidvectortypes(p.proargtypes) || ')',
        case p.prokind when 'p' then 'PROCEDURE ' else 'FUNCTION ' end
            || quote_ident(scope.nspname) || '.' || quote_ident(p.proname)
            || '(' || pg_get_function_identity_arguments(p.oid) || ')',
        p.proowner,
        '',
        coalesce(p.proacl, acldefault('f', p.proowner))
    from pg_proc p
    join scope on scope.oid = p.pronamespace
    union all
    select
        'pg_type'::regclass::oid,
        t.oid,
        'TYPE',
        scope.nspname::text,
        t.typname::text,
        'TYPE ' || quote_ident(scope.nspname) || '.' || quote_ident(t.typname),
        t.typowner,
        '',
        coalesce(t.typacl, acldefault('T', t.typowner))
    from pg_type t
    join scope on scope.oid = t.typnamespace
    left join pg_class c on c.oid = t.typrelid
    where t.typtype in ('b', 'c', 'd', 'e', 'r')
        and (t.typrelid = 0 or c.relkind = 'c')
        and not exists (select from pg_type element where element.typarray = t.oid)
    union all
    select
        'pg_namespace'::regclass::oid,
        scope.oid,
        'SCHEMA',
        scope.nspname::text,
        scope.nspname::text,
        'SCHEMA ' || quote_ident(scope.nspname),
        scope.nspowner,
        '',
        coalesce(scope.nspacl, acldefault('n', scope.nspowner))
    from scope
),
own as (
    select o.kind, o.nspname, o.name, o.target, o.owner, o.columnname, o.acl
    from object o
    where not exists (
        select
        from pg_depend e
        where e.classid = o.classid and e.objid = o.objid and e.refclassid = 'pg_extension'::regclass and e.deptype = 'e'
    )
    union all
    select
        'OTHER',
        '',
        o.name,
        o.target,
        o.owner,
        '',
        o.acl
    from (
        select
            'pg_foreign_server'::regclass::oid as classid,
            s.oid as objid,
            'server ' || s.srvname as name,
            'FOREIGN SERVER ' || quote_ident(s.srvname) as target,
            s.srvowner as owner,
            coalesce(s.srvacl, acldefault('S', s.srvowner)) as acl
        from pg_foreign_server s
        union all
        select
            'pg_foreign_data_wrapper'::regclass::oid,
            w.oid,
            'foreign data wrapper ' || w.fdwname,
            'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname),
            w.fdwowner,
            coalesce(w.fdwacl, acldefault('F', w.fdwowner))
        from pg_foreign_data_wrapper w
    ) o
    where not exists (
        select
        from pg_depend e
        where e.classid = o.classid and e.objid = o.objid and e.refclassid = 'pg_extension'::regclass and e.deptype = 'e'
    )
    union all
    select
        'OTHER',
        coalesce(scope.nspname::text, ''),
        'default privileges of ' || quote_ident(pg_get_userbyid(d.defaclrole)) || ' on '
            || case d.defaclobjtype
                when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
                when 'n' then 'schemas' else 'large objects'
            end,
        case d.defaclobjtype
            when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'FUNCTIONS' when 'T' then 'TYPES'
            when 'n' then 'SCHEMAS' else 'LARGE OBJECTS'
        end,
        d.defaclrole,
        '',
        d.defaclacl
    from pg_default_acl d
    left join scope on scope.oid = d.defaclnamespace
    where d.defaclnamespace = 0 or scope.oid is not null
)
select
    o.kind,
    o.nspname,
    o.name,
    '' as member,
    o.target,
    pg_get_userbyid(o.owner) as owner,
    o.columnname,
    case when a.grantee = 0 then '' else pg_get_userbyid(a.grantee) end as grantee,
    a.privilege_type,
    bool_or(a.is_grantable) as grantable,
    coalesce(a.grantee = o.owner, false) as to_owner,
    bool_or(a.grantor = o.owner) as by_owner
from own o
left join lateral aclexplode(o.acl) a on true
group by o.kind, o.nspname, o.name, o.target, o.owner, o.columnname, a.grantee, a.privilege_type
order by o.nspname, o.name, o.kind, o.columnname, a.grantee, a.privilege_type
