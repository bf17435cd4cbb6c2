-- Publications; their names belong to the whole database. In a shadow only those whose names have its prefix count.
select
    'OTHER' as kind,
    '' as nspname,
    'publication ' || p.pubname as name,
    '' as member,
    'CREATE PUBLICATION ' || quote_ident(p.pubname) || coalesce(' FOR ' || o.objects, '') || ' WITH (' || o.options || ')'
        as definition,
    obj_description(p.oid, 'pg_publication') as comment,
    array['all tables', p.puballtables::text, 'objects', o.objects, 'members', o.members, 'options', o.options]
        as attributes
from pg_publication p
cross join lateral (
    select
        string_agg(
            'ONLY ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                || coalesce(
                    ' ('
                        || (
                            select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                            from pg_attribute a
                            where a.attrelid = c.oid
                                and (to_jsonb(r) -> 'prattrs') @> to_jsonb(a.attnum)
                        )
                        || ')',
                    ''
                )
                || coalesce(
                    ' WHERE ('
                        || (
                            select to_jsonb(v) ->> 'rowfilter'
                            from pg_publication_tables v
                            where v.pubname = p.pubname and v.schemaname = n.nspname and v.tablename = c.relname
                        )
                        || ')',
                    ''
                ),
            ', '
            order by n.nspname collate "C", c.relname collate "C"
        ) as tables,
        string_agg(
            'ONLY ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
            ', '
            order by n.nspname collate "C", c.relname collate "C"
        ) as plain
    from pg_publication_rel r
    join pg_class c on c.oid = r.prrelid
    join pg_namespace n on n.oid = c.relnamespace
    where r.prpubid = p.oid
) t
cross join lateral (
    -- The catalog of published schemas is there since PostgreSQL 15; what hangs on it is in pg_depend.
    select string_agg(quote_ident(n.nspname), ', ' order by n.nspname collate "C") as schemas
    from pg_depend d
    join pg_depend e
        on e.classid = d.classid and e.objid = d.objid and e.refclassid = 'pg_namespace'::regclass
    join pg_namespace n on n.oid = e.refobjid
    where d.classid = to_regclass('pg_catalog.pg_publication_namespace')
        and d.refclassid = 'pg_publication'::regclass
        and d.refobjid = p.oid
) s
cross join lateral (
    select
        case
            when p.puballtables then 'ALL TABLES'
            else nullif(concat_ws(', ', 'TABLE ' || t.tables, 'TABLES IN SCHEMA ' || s.schemas), '')
        end as objects,
        nullif(concat_ws(', ', 'TABLE ' || t.plain, 'TABLES IN SCHEMA ' || s.schemas), '') as members,
        'publish = '
            || quote_literal(
                concat_ws(
                    ', ',
                    case when p.pubinsert then 'insert' end,
                    case when p.pubupdate then 'update' end,
                    case when p.pubdelete then 'delete' end,
                    case when p.pubtruncate then 'truncate' end
                )
            )
            || ', publish_via_partition_root = ' || p.pubviaroot
            || case to_jsonb(p) ->> 'pubgencols'
                when 's' then ', publish_generated_columns = stored'
                when 'n' then ', publish_generated_columns = none'
                else ''
            end as options
) o
