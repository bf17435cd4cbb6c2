-- Whatever else lives in a schema; its name begins with what it is.
with scope as (
    select n.oid, n.nspname
    from pg_namespace n
    where n.nspname = any (:schemas)
),
found (kind, nspname, name, definition, comment, classid, objid, attributes) as (
    select
        'STATISTICS',
        scope.nspname,
        s.stxname::text,
        pg_get_statisticsobjdef(s.oid)
            || case when coalesce(s.stxstattarget, -1) >= 0 then ' STATISTICS ' || s.stxstattarget else '' end,
        obj_description(s.oid, 'pg_statistic_ext'),
        'pg_statistic_ext'::regclass,
        s.oid,
        null::text[]
    from pg_statistic_ext s
    join scope on scope.oid = s.stxnamespace
    union all
    -- Which columns there are differs between versions.
    select
        'OTHER',
        scope.nspname,
        'collation ' || c.collname,
        (to_jsonb(c) - array['oid', 'collname', 'collnamespace', 'collowner', 'collversion'])::text,
        obj_description(c.oid, 'pg_collation'),
        'pg_collation'::regclass,
        c.oid,
        null::text[]
    from pg_collation c
    join scope on scope.oid = c.collnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'operator ' || o.oprname || '(' || concat_ws(', ', format_type(nullif(o.oprleft, 0), null), format_type(o.oprright, null)) || ')',
        concat_ws(
            ' ',
            'FUNCTION',
            o.oprcode::oid::regprocedure,
            'COMMUTATOR',
            o.oprcom::regoperator,
            'NEGATOR',
            o.oprnegate::regoperator,
            'RESTRICT',
            o.oprrest::oid::regprocedure,
            'JOIN',
            o.oprjoin::oid::regprocedure,
            case when o.oprcanhash then 'HASHES' end,
            case when o.oprcanmerge then 'MERGES' end
        ),
        obj_description(o.oid, 'pg_operator'),
        'pg_operator'::regclass,
        o.oid,
        null::text[]
    from pg_operator o
    join scope on scope.oid = o.oprnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'operator family ' || f.opfname,
        concat_ws(
            ' ',
            'USING',
            am.amname,
            (
                select
                    string_agg(
                        concat_ws(' ', m.amoppurpose, m.amopstrategy, m.amopopr::regoperator),
                        ', '
                        order by m.amopstrategy, m.amopopr::regoperator::text collate "C"
                    )
                from pg_amop m
                where m.amopfamily = f.oid
            ),
            (
                select
                    string_agg(
                        concat_ws(' ', m.amprocnum, m.amproc::oid::regprocedure),
                        ', '
                        order by m.amprocnum, m.amproc::oid::regprocedure::text collate "C"
                    )
                from pg_amproc m
                where m.amprocfamily = f.oid
            )
        ),
        obj_description(f.oid, 'pg_opfamily'),
        'pg_opfamily'::regclass,
        f.oid,
        null::text[]
    from pg_opfamily f
    join scope on scope.oid = f.opfnamespace
    join pg_am am on am.oid = f.opfmethod
    union all
    select
        'OTHER',
        scope.nspname,
        'operator class ' || c.opcname,
        concat_ws(
            ' ',
            'USING',
            am.amname,
            'FOR TYPE',
            format_type(c.opcintype, null),
            case when c.opcdefault then 'DEFAULT' end,
            'FAMILY',
            quote_ident(fn.nspname) || '.' || quote_ident(f.opfname),
            'STORAGE ' || format_type(nullif(c.opckeytype, 0), null)
        ),
        obj_description(c.oid, 'pg_opclass'),
        'pg_opclass'::regclass,
        c.oid,
        null::text[]
    from pg_opclass c
    join scope on scope.oid = c.opcnamespace
    join pg_am am on am.oid = c.opcmethod
    join pg_opfamily f on f.oid = c.opcfamily
    join pg_namespace fn on fn.oid = f.opfnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'text search dictionary ' || d.dictname,
        concat_ws(' ', quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname), d.dictinitoption),
        obj_description(d.oid, 'pg_ts_dict'),
        'pg_ts_dict'::regclass,
        d.oid,
        null::text[]
    from pg_ts_dict d
    join scope on scope.oid = d.dictnamespace
    join pg_ts_template t on t.oid = d.dicttemplate
    join pg_namespace tn on tn.oid = t.tmplnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'text search configuration ' || c.cfgname,
        concat_ws(
            ' ',
            quote_ident(pn.nspname) || '.' || quote_ident(p.prsname),
            (
                select
                    string_agg(
                        concat_ws(' ', m.maptokentype, m.mapseqno, m.mapdict::regdictionary),
                        ', '
                        order by m.maptokentype, m.mapseqno
                    )
                from pg_ts_config_map m
                where m.mapcfg = c.oid
            )
        ),
        obj_description(c.oid, 'pg_ts_config'),
        'pg_ts_config'::regclass,
        c.oid,
        null::text[]
    from pg_ts_config c
    join scope on scope.oid = c.cfgnamespace
    join pg_ts_parser p on p.oid = c.cfgparser
    join pg_namespace pn on pn.oid = p.prsnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'text search parser ' || p.prsname,
        concat_ws(
            ' ',
            p.prsstart::oid::regprocedure,
            p.prstoken::oid::regprocedure,
            p.prsend::oid::regprocedure,
            p.prsheadline::oid::regprocedure,
            p.prslextype::oid::regprocedure
        ),
        obj_description(p.oid, 'pg_ts_parser'),
        'pg_ts_parser'::regclass,
        p.oid,
        null::text[]
    from pg_ts_parser p
    join scope on scope.oid = p.prsnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'text search template ' || t.tmplname,
        concat_ws(' ', t.tmplinit::oid::regprocedure, t.tmpllexize::oid::regprocedure),
        obj_description(t.oid, 'pg_ts_template'),
        'pg_ts_template'::regclass,
        t.oid,
        null::text[]
    from pg_ts_template t
    join scope on scope.oid = t.tmplnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'conversion ' || c.conname,
        concat_ws(' ', c.conforencoding, c.contoencoding, c.conproc::oid::regprocedure, c.condefault),
        obj_description(c.oid, 'pg_conversion'),
        'pg_conversion'::regclass,
        c.oid,
        null::text[]
    from pg_conversion c
    join scope on scope.oid = c.connamespace
    union all
    -- Of the whole database: those whose function lives in one of the schemas.
    select
        'OTHER',
        '',
        'event trigger ' || e.evtname,
        'CREATE EVENT TRIGGER ' || quote_ident(e.evtname) || ' ON ' || e.evtevent
            || coalesce(' WHEN TAG IN (' || tags.text || ')', '')
            || ' EXECUTE FUNCTION ' || quote_ident(scope.nspname) || '.' || quote_ident(p.proname) || '()'
            || case when e.evtenabled = 'O' then '' else
                ';' || chr(10) || 'ALTER EVENT TRIGGER ' || quote_ident(e.evtname)
                    || case e.evtenabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end
            end,
        obj_description(e.oid, 'pg_event_trigger'),
        'pg_event_trigger'::regclass,
        e.oid,
        array[
            'event',
            e.evtevent::text,
            'tags',
            tags.text,
            'function',
            quote_ident(scope.nspname) || '.' || quote_ident(p.proname),
            'enabled',
            e.evtenabled::text
        ]
    from pg_event_trigger e
    join pg_proc p on p.oid = e.evtfoid
    join scope on scope.oid = p.pronamespace
    cross join lateral (
        select string_agg(quote_literal(u.tag), ', ' order by u.n)
        from unnest(e.evttags) with ordinality u (tag, n)
    ) tags (text)
)
select f.kind, f.nspname, f.name, '' as member, f.definition, f.comment, f.attributes
from found f
where not exists (
    select
    from pg_depend e
    where e.classid = f.classid and e.objid = f.objid and e.deptype = 'e'
)
