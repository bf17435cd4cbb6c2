-- One text for all that the catalogs of this database say: equal as long as nothing in them is changed. A row counts by its key and by the transaction
-- that wrote it; a relation by its properties, as rows of pg_class are also written by VACUUM FULL, CLUSTER, TRUNCATE and REFRESH. Temporary tables and what
-- initdb made (below 16384) are left out, but for what may be changed of that. Catalogs of more than 100 MB are not read: the text is empty.
-- Each row says what it is about, so that a second text can leave out what is about some relations (scope.sql).
select case when pg_catalog.pg_relation_size('pg_catalog.pg_attribute') + pg_catalog.pg_relation_size('pg_catalog.pg_depend') > 100000000 then '' else (
  with /* scope */ temporary as materialized (
    select c.oid, nullif(c.reltype, 0) as reltype from pg_catalog.pg_class c where c.relpersistence = 't'),
  counted (classid, objid, h) as (
    select 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid,
      pg_catalog.hash_record_extended(row(c.oid, c.relname, c.relnamespace, c.reltype, c.reloftype, c.relowner, c.relam, c.reltablespace,
        c.relpersistence, c.relkind, c.relnatts, c.relchecks, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispartition, c.relispopulated,
        c.relacl::pg_catalog.text, c.reloptions, c.relpartbound::pg_catalog.text), 1)
    from pg_catalog.pg_class c where c.oid >= 16384 and c.relpersistence <> 't' and c.relkind <> 't'
    union all select 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid,
      pg_catalog.hash_record_extended(row(a.attrelid, a.attnum, a.xmin), 2)
    from pg_catalog.pg_attribute a where a.attrelid >= 16384 and a.attnum > 0 and not exists (select from temporary t where t.oid = a.attrelid)
    union all select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid,
      pg_catalog.hash_record_extended(row(t.oid, t.xmin), 3)
    from pg_catalog.pg_type t where t.oid >= 16384 and not exists (select from temporary x where x.oid = t.typrelid or x.reltype = t.typelem)
    union all select d.classid, d.objid,
      pg_catalog.hash_record_extended(
        row(d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype, d.xmin), 4)
    from pg_catalog.pg_depend d
    where d.objid >= 16384 and not exists (select from temporary t where t.oid in (d.objid, d.refobjid) or t.reltype in (d.objid, d.refobjid))
    union all select 'pg_catalog.pg_authid'::pg_catalog.regclass, a.oid,
      pg_catalog.hash_record_extended(row(a.oid, a.rolname), 5) from pg_catalog.pg_roles a
    union all select 'pg_catalog.pg_tablespace'::pg_catalog.regclass, t.oid,
      pg_catalog.hash_record_extended(row(t.oid, t.spcname), 17) from pg_catalog.pg_tablespace t
    union all select 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, m.umid,
      pg_catalog.hash_record_extended(row(m.umid, m.srvid, m.umuser, m.umoptions), 6) from pg_catalog.pg_user_mappings m
    union all select 'pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid,
      pg_catalog.hash_record_extended(row(i.indexrelid, i.indisvalid, i.indisready, i.indislive, i.xmin), 7) from pg_catalog.pg_index i
    where i.indexrelid >= 16384 and not exists (select from temporary t where t.oid = i.indexrelid)
    union all select 'pg_catalog.pg_class'::pg_catalog.regclass, h.inhrelid,
      pg_catalog.hash_record_extended(row(h.inhrelid, h.inhparent, h.xmin), 8) from pg_catalog.pg_inherits h
    union all select d.classoid, d.objoid,
      pg_catalog.hash_record_extended(row(d.objoid, d.classoid, d.objsubid, d.xmin), 9) from pg_catalog.pg_description d
    where d.objoid >= 16384 or d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    union all select s.classoid, s.objoid,
      pg_catalog.hash_record_extended(row(s.objoid, s.classoid, s.objsubid, s.xmin), 10) from pg_catalog.pg_seclabel s
    union all select 'pg_catalog.pg_class'::pg_catalog.regclass, s.seqrelid,
      pg_catalog.hash_record_extended(row(s.seqrelid, s.xmin), 11) from pg_catalog.pg_sequence s
    where not exists (select from temporary t where t.oid = s.seqrelid)
    union all select 'pg_catalog.pg_class'::pg_catalog.regclass, p.partrelid,
      pg_catalog.hash_record_extended(row(p.partrelid, p.xmin), 12) from pg_catalog.pg_partitioned_table p
    union all select 'pg_catalog.pg_class'::pg_catalog.regclass, f.ftrelid,
      pg_catalog.hash_record_extended(row(f.ftrelid, f.xmin), 13) from pg_catalog.pg_foreign_table f
    union all select 'pg_catalog.pg_type'::pg_catalog.regclass, r.rngtypid,
      pg_catalog.hash_record_extended(row(r.rngtypid, r.xmin), 14) from pg_catalog.pg_range r
    union all select 'pg_catalog.pg_ts_config'::pg_catalog.regclass, m.mapcfg,
      pg_catalog.hash_record_extended(row(m.mapcfg, m.maptokentype, m.mapseqno, m.xmin), 15) from pg_catalog.pg_ts_config_map m where m.mapcfg >= 16384
    union all select 'pg_catalog.pg_proc'::pg_catalog.regclass, a.aggfnoid::pg_catalog.oid,
      pg_catalog.hash_record_extended(row(a.aggfnoid, a.xmin), 16) from pg_catalog.pg_aggregate a where a.aggfnoid >= 16384::pg_catalog.oid
    union all select o.classid, o.oid,
      pg_catalog.hash_record_extended(row(o.oid, o.xmin), o.catalog)
    from (
      select tableoid, oid, xmin, 20 from pg_catalog.pg_namespace where nspname !~ '^pg_(toast_)?temp_'
      union all select tableoid, oid, xmin, 21 from pg_catalog.pg_constraint where oid >= 16384 and not exists (select from temporary t where t.oid = conrelid)
      union all select tableoid, oid, xmin, 22 from pg_catalog.pg_attrdef where not exists (select from temporary t where t.oid = adrelid)
      union all select tableoid, oid, xmin, 23 from pg_catalog.pg_proc where oid >= 16384
      union all select tableoid, oid, xmin, 24 from pg_catalog.pg_trigger where not exists (select from temporary t where t.oid = tgrelid)
      union all select tableoid, oid, xmin, 25 from pg_catalog.pg_policy
      union all select tableoid, oid, xmin, 26 from pg_catalog.pg_rewrite where oid >= 16384
      union all select tableoid, oid, xmin, 27 from pg_catalog.pg_enum
      union all select tableoid, oid, xmin, 28 from pg_catalog.pg_operator where oid >= 16384
      union all select tableoid, oid, xmin, 29 from pg_catalog.pg_opclass where oid >= 16384
      union all select tableoid, oid, xmin, 30 from pg_catalog.pg_opfamily where oid >= 16384
      union all select tableoid, oid, xmin, 31 from pg_catalog.pg_amop where oid >= 16384
      union all select tableoid, oid, xmin, 32 from pg_catalog.pg_amproc where oid >= 16384
      union all select tableoid, oid, xmin, 33 from pg_catalog.pg_am
      union all select tableoid, oid, xmin, 34 from pg_catalog.pg_cast where oid >= 16384
      union all select tableoid, oid, xmin, 35 from pg_catalog.pg_collation where oid >= 16384
      union all select tableoid, oid, xmin, 36 from pg_catalog.pg_conversion where oid >= 16384
      union all select tableoid, oid, xmin, 37 from pg_catalog.pg_language
      union all select tableoid, oid, xmin, 38 from pg_catalog.pg_transform
      union all select tableoid, oid, xmin, 39 from pg_catalog.pg_extension
      union all select tableoid, oid, xmin, 40 from pg_catalog.pg_default_acl
      union all select tableoid, oid, xmin, 41 from pg_catalog.pg_foreign_data_wrapper
      union all select tableoid, oid, xmin, 42 from pg_catalog.pg_foreign_server
      union all select tableoid, oid, xmin, 43 from pg_catalog.pg_event_trigger
      union all select tableoid, oid, xmin, 44 from pg_catalog.pg_publication
      union all select tableoid, oid, xmin, 45 from pg_catalog.pg_publication_rel
      union all select tableoid, oid, xmin, 46 from pg_catalog.pg_statistic_ext
      union all select tableoid, oid, xmin, 47 from pg_catalog.pg_ts_config where oid >= 16384
      union all select tableoid, oid, xmin, 48 from pg_catalog.pg_ts_dict where oid >= 16384
      union all select tableoid, oid, xmin, 49 from pg_catalog.pg_ts_parser where oid >= 16384
      union all select tableoid, oid, xmin, 50 from pg_catalog.pg_ts_template where oid >= 16384) o (classid, oid, xmin, catalog))
  select pg_catalog.current_setting('server_version_num') || ' ' || pg_catalog.count(*) || ' ' || pg_catalog.to_hex(pg_catalog.bit_xor(h)) || ' '
    || pg_catalog.sum(h) /* beside */
  from counted)
end as digest
