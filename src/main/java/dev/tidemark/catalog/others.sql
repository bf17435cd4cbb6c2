-- Whatever else lives in a schema; its name begins with what it is.
with scope as (
    select n.oid, n.nspname, quote_ident(n.nspname) || '.' as prefix
    from pg_namespace n
    where n.nspname = any (:schemas)
),
-- Operators and support functions by the class they came with, or else the family that they were added to.
item (classid, family, class, kind, key, text) as (
    select
        'pg_amop'::regclass,
        m.amopfamily,
        own.refobjid,
        'operator',
        m.amopstrategy || ' (' || format_type(m.amoplefttype, null) || ', ' || format_type(m.amoprighttype, null) || ')',
        concat_ws(
            ' ',
            'OPERATOR',
            m.amopstrategy,
            o.oprnamespace::regnamespace || '.' || o.oprname,
            '(' || format_type(m.amoplefttype, null) || ', ' || format_type(m.amoprighttype, null) || ')',
            (
                select 'FOR ORDER BY ' || f.opfnamespace::regnamespace || '.' || quote_ident(f.opfname)
                from pg_opfamily f
                where f.oid = m.amopsortfamily
            )
        )
    from pg_amop m
    join pg_operator o on o.oid = m.amopopr
    left join pg_depend own
        on own.classid = 'pg_amop'::regclass
        and own.objid = m.oid
        and own.refclassid = 'pg_opclass'::regclass
        and own.deptype = 'i'
    where m.oid >= 16384
    union all
    select
        'pg_amproc'::regclass,
        m.amprocfamily,
        own.refobjid,
        'function',
        m.amprocnum || ' (' || format_type(m.amproclefttype, null) || ', ' || format_type(m.amprocrighttype, null) || ')',
        concat_ws(
            ' ',
            'FUNCTION',
            m.amprocnum,
            '(' || format_type(m.amproclefttype, null) || ', ' || format_type(m.amprocrighttype, null) || ')',
            m.amproc::oid::regprocedure
        )
    from pg_amproc m
    left join pg_depend own
        on own.classid = 'pg_amproc'::regclass
        and own.objid = m.oid
        and own.refclassid = 'pg_opclass'::regclass
        and own.deptype = 'i'
    where m.oid >= 16384
),
found (kind, nspname, name, definition, comment, classid, objid, attributes) as (
    select
        'STATISTICS',
        scope.nspname,
        s.stxname::text,
        pg_get_statisticsobjdef(s.oid)
            || case
                when coalesce(s.stxstattarget, -1) >= 0
                    then ';' || chr(10) || 'ALTER STATISTICS ' || scope.prefix || quote_ident(s.stxname) || ' SET STATISTICS ' || s.stxstattarget
                else ''
            end,
        obj_description(s.oid, 'pg_statistic_ext'),
        'pg_statistic_ext'::regclass,
        s.oid,
        array[
            'definition',
            pg_get_statisticsobjdef(s.oid),
            'target',
            case when coalesce(s.stxstattarget, -1) >= 0 then s.stxstattarget::text end
        ]
    from pg_statistic_ext s
    join scope on scope.oid = s.stxnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'collation ' || c.collname,
        'CREATE COLLATION ' || scope.prefix || quote_ident(c.collname) || ' (' || o.text || ')',
        obj_description(c.oid, 'pg_collation'),
        'pg_collation'::regclass,
        c.oid,
        array['name', c.collname::text, 'options', o.text]
    from pg_collation c
    join scope on scope.oid = c.collnamespace
    -- Which columns there are differs between versions.
    cross join lateral (
        select
            coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate::text),
            to_jsonb(c) ->> 'collicurules'
    ) i (locale, rules)
    cross join lateral (
        select concat_ws(
            ', ',
            'PROVIDER = ' || case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' when 'c' then 'libc' else 'default' end,
            case
                when c.collprovider in ('i', 'b') then 'LOCALE = ' || quote_literal(i.locale)
                else concat_ws(
                    ', ',
                    'LC_COLLATE = ' || quote_literal(c.collcollate::text),
                    'LC_CTYPE = ' || quote_literal(c.collctype::text)
                )
            end,
            'RULES = ' || quote_literal(i.rules),
            case when not c.collisdeterministic then 'DETERMINISTIC = false' end
        )
    ) o (text)
    union all
    -- Those without a function only stand for what a commutator or negator named.
    select
        'OTHER',
        scope.nspname,
        'operator ' || o.oprname || '(' || concat_ws(', ', format_type(nullif(o.oprleft, 0), null), format_type(o.oprright, null)) || ')',
        concat_ws(
            ', ',
            'CREATE OPERATOR ' || scope.prefix || o.oprname || ' (FUNCTION = ' || o.oprcode::oid::regproc,
            'LEFTARG = ' || format_type(nullif(o.oprleft, 0), null),
            'RIGHTARG = ' || format_type(o.oprright, null),
            'COMMUTATOR = ' || link.commutator,
            'NEGATOR = ' || link.negator,
            'RESTRICT = ' || nullif(o.oprrest::oid, 0)::regproc,
            'JOIN = ' || nullif(o.oprjoin::oid, 0)::regproc,
            case when o.oprcanhash then 'HASHES' end,
            case when o.oprcanmerge then 'MERGES' end
        )
            || ')',
        obj_description(o.oid, 'pg_operator'),
        'pg_operator'::regclass,
        o.oid,
        array[
            'name',
            o.oprname::text,
            'left',
            format_type(nullif(o.oprleft, 0), null),
            'right',
            format_type(o.oprright, null),
            'function',
            o.oprcode::oid::regproc::text,
            'commutator',
            link.commutator,
            'negator',
            link.negator,
            'restrict',
            nullif(o.oprrest::oid, 0)::regproc::text,
            'join',
            nullif(o.oprjoin::oid, 0)::regproc::text,
            'hashes',
            case when o.oprcanhash then 'HASHES' end,
            'merges',
            case when o.oprcanmerge then 'MERGES' end
        ]
    from pg_operator o
    join scope on scope.oid = o.oprnamespace
    cross join lateral (
        select
            (
                select 'OPERATOR(' || l.oprnamespace::regnamespace || '.' || l.oprname || ')'
                from pg_operator l
                where l.oid = o.oprcom
            ),
            (
                select 'OPERATOR(' || l.oprnamespace::regnamespace || '.' || l.oprname || ')'
                from pg_operator l
                where l.oid = o.oprnegate
            )
    ) link (commutator, negator)
    where o.oprcode <> 0
    union all
    select
        'OTHER',
        scope.nspname,
        'operator family ' || f.opfname || ' using ' || am.amname,
        concat_ws(
            ';' || chr(10),
            'CREATE OPERATOR FAMILY ' || scope.prefix || quote_ident(f.opfname) || ' USING ' || quote_ident(am.amname),
            'ALTER OPERATOR FAMILY ' || scope.prefix || quote_ident(f.opfname) || ' USING ' || quote_ident(am.amname) || ' ADD ' || loose.text
        ),
        obj_description(f.oid, 'pg_opfamily'),
        'pg_opfamily'::regclass,
        f.oid,
        array['name', f.opfname::text, 'method', am.amname] || coalesce(loose.attributes, array[]::text[])
    from pg_opfamily f
    join scope on scope.oid = f.opfnamespace
    join pg_am am on am.oid = f.opfmethod
    cross join lateral (
        select
            string_agg(i.text, ', ' order by i.kind desc, i.key collate "C") filter (where pair.n = 1),
            array_agg(pair.text order by i.kind desc, i.key collate "C", pair.n)
        from item i
        cross join lateral unnest(array[i.kind || ' ' || i.key, i.text]) with ordinality pair (text, n)
        where i.family = f.oid and i.class is null
    ) loose (text, attributes)
    union all
    select
        'OTHER',
        scope.nspname,
        'operator class ' || c.opcname || ' using ' || am.amname,
        c.definition,
        obj_description(c.oid, 'pg_opclass'),
        'pg_opclass'::regclass,
        c.oid,
        array['name', c.opcname::text, 'method', am.amname, 'definition', c.definition]
    from pg_opclass k
    join scope on scope.oid = k.opcnamespace
    join pg_am am on am.oid = k.opcmethod
    join pg_opfamily f on f.oid = k.opcfamily
    cross join lateral (
        select
            k.oid,
            k.opcname,
            concat_ws(
                ' ',
                'CREATE OPERATOR CLASS',
                scope.prefix || quote_ident(k.opcname),
                case when k.opcdefault then 'DEFAULT' end,
                'FOR TYPE',
                format_type(k.opcintype, null),
                'USING',
                quote_ident(am.amname),
                'FAMILY',
                f.opfnamespace::regnamespace || '.' || quote_ident(f.opfname),
                'AS',
                concat_ws(
                    ', ',
                    case
                        when k.opckeytype <> 0 then 'STORAGE ' || format_type(k.opckeytype, null)
                        when not exists (select from item i where i.class = k.oid) then 'STORAGE ' || format_type(k.opcintype, null)
                    end,
                    (
                        select string_agg(i.text, ', ' order by i.kind desc, i.key collate "C")
                        from item i
                        where i.class = k.oid
                    )
                )
            )
    ) c (oid, opcname, definition)
    union all
    select
        'OTHER',
        scope.nspname,
        'text search dictionary ' || d.dictname,
        concat_ws(
            ', ',
            'CREATE TEXT SEARCH DICTIONARY ' || scope.prefix || quote_ident(d.dictname) || ' (TEMPLATE = ' || made.template,
            d.dictinitoption
        )
            || ')',
        obj_description(d.oid, 'pg_ts_dict'),
        'pg_ts_dict'::regclass,
        d.oid,
        array['name', d.dictname::text, 'template', made.template, 'options', d.dictinitoption]
    from pg_ts_dict d
    join scope on scope.oid = d.dictnamespace
    join pg_ts_template t on t.oid = d.dicttemplate
    cross join lateral (select t.tmplnamespace::regnamespace || '.' || quote_ident(t.tmplname)) made (template)
    union all
    select
        'OTHER',
        scope.nspname,
        'text search configuration ' || c.cfgname,
        'CREATE TEXT SEARCH CONFIGURATION ' || id.text || ' (PARSER = ' || id.parser || ')' || coalesce(map.text, ''),
        obj_description(c.oid, 'pg_ts_config'),
        'pg_ts_config'::regclass,
        c.oid,
        array['name', c.cfgname::text, 'parser', id.parser] || coalesce(map.attributes, array[]::text[])
    from pg_ts_config c
    join scope on scope.oid = c.cfgnamespace
    join pg_ts_parser p on p.oid = c.cfgparser
    cross join lateral (
        select scope.prefix || quote_ident(c.cfgname), p.prsnamespace::regnamespace || '.' || quote_ident(p.prsname)
    ) id (text, parser)
    cross join lateral (
        select
            string_agg(';' || chr(10) || 'ALTER TEXT SEARCH CONFIGURATION ' || id.text || ' ADD MAPPING FOR ' || quote_ident(t.alias) || ' WITH ' || t.dictionaries, '' order by t.alias collate "C")
                filter (where pair.n = 1),
            array_agg(pair.text order by t.alias collate "C", pair.n)
        from (
            select token.alias, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno)
            from pg_ts_config_map m
            join ts_token_type(c.cfgparser) token on token.tokid = m.maptokentype
            where m.mapcfg = c.oid
            group by token.alias
        ) t (alias, dictionaries)
        cross join lateral unnest(array['mapping ' || t.alias, t.dictionaries]) with ordinality pair (text, n)
    ) map (text, attributes)
    union all
    select
        'OTHER',
        scope.nspname,
        'text search parser ' || p.prsname,
        concat_ws(
            ', ',
            'CREATE TEXT SEARCH PARSER ' || scope.prefix || quote_ident(p.prsname) || ' (START = ' || p.prsstart::oid::regproc,
            'GETTOKEN = ' || p.prstoken::oid::regproc,
            'END = ' || p.prsend::oid::regproc,
            'HEADLINE = ' || nullif(p.prsheadline::oid, 0)::regproc,
            'LEXTYPES = ' || p.prslextype::oid::regproc
        )
            || ')',
        obj_description(p.oid, 'pg_ts_parser'),
        'pg_ts_parser'::regclass,
        p.oid,
        null
    from pg_ts_parser p
    join scope on scope.oid = p.prsnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'text search template ' || t.tmplname,
        concat_ws(
            ', ',
            'CREATE TEXT SEARCH TEMPLATE ' || scope.prefix || quote_ident(t.tmplname) || ' (LEXIZE = ' || t.tmpllexize::oid::regproc,
            'INIT = ' || nullif(t.tmplinit::oid, 0)::regproc
        )
            || ')',
        obj_description(t.oid, 'pg_ts_template'),
        'pg_ts_template'::regclass,
        t.oid,
        null
    from pg_ts_template t
    join scope on scope.oid = t.tmplnamespace
    union all
    select
        'OTHER',
        scope.nspname,
        'conversion ' || c.conname,
        concat_ws(
            ' ',
            'CREATE',
            case when c.condefault then 'DEFAULT' end,
            'CONVERSION',
            scope.prefix || quote_ident(c.conname),
            'FOR',
            quote_literal(pg_encoding_to_char(c.conforencoding)::text),
            'TO',
            quote_literal(pg_encoding_to_char(c.contoencoding)::text),
            'FROM',
            c.conproc::oid::regproc
        ),
        obj_description(c.oid, 'pg_conversion'),
        'pg_conversion'::regclass,
        c.oid,
        null
    from pg_conversion c
    join scope on scope.oid = c.connamespace
    union all
    -- Casts lie in no schema of their own; here they lie in that of the first of their types that is looked at.
    select
        'OTHER',
        coalesce(source.nspname, target.nspname),
        'cast' || made.types,
        'CREATE CAST ' || made.types || made.way || case c.castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' else '' end,
        obj_description(c.oid, 'pg_cast'),
        'pg_cast'::regclass,
        c.oid,
        array['types', made.types, 'way', made.way, 'context', c.castcontext::text]
    from pg_cast c
    join pg_type s on s.oid = c.castsource
    join pg_type t on t.oid = c.casttarget
    left join scope source on source.oid = s.typnamespace
    left join scope target on target.oid = t.typnamespace
    cross join lateral (
        select
            '(' || format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) || ')',
            case c.castmethod
                when 'f' then ' WITH FUNCTION ' || c.castfunc::regprocedure
                when 'i' then ' WITH INOUT'
                else ' WITHOUT FUNCTION'
            end
    ) made (types, way)
    where c.oid >= 16384 and (source.oid is not null or target.oid is not null)
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
    where e.classid = f.classid
        and e.objid = f.objid
        -- The cast of a range to its multirange comes with its type.
        and (e.deptype = 'e' or (e.deptype = 'i' and f.classid = 'pg_cast'::regclass))
)
