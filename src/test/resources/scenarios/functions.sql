=== none
create table t (id int primary key, a text);
--- rows
insert into t values (1, 'a');
=== first
create table t (id int primary key, a text);
create function vol(a int) returns int language sql as $$ select a $$;
create function body(a int) returns int language plpgsql as $$ begin return a; end $$;
create function opts(a int) returns setof int language sql rows 10 cost 5 as $$ select a $$;
create function sets() returns text language sql set search_path = public, pg_temp set work_mem = '2MB' as $$ select 'a'::text $$;
create function std(a int) returns bigint language sql begin atomic select count(*) from t where id = $1; end;
create function names(int, text default 'x') returns int language sql as $$ select $1 $$;
create function args(a int, b text) returns int language sql as $$ select a $$;
create function res(a int) returns int language sql as $$ select a $$;
create function outs(a int, out b int, out c text) language sql as $$ select a, 'x'::text $$;
create function tab(a int) returns table (x int, y text) language sql as $$ select a, 'x'::text $$;
create function kind(a int) returns void language sql as $$ $$;
create function poly(a anyelement, b anyelement default 3) returns anyelement language sql as $$ select a $$;
create function vari(variadic a int[]) returns int language sql as $$ select 1 $$;
create function over(a int) returns int language sql as $$ select 1 $$;
create procedure proc(a int) language plpgsql as $$ begin end $$;
create procedure outproc(inout a int, out b int) language plpgsql as $$ begin end $$;
comment on function vol(int) is 'it''s \ one';
comment on procedure proc is 'a procedure';
comment on function names is 'names';
--- rows
insert into t values (1, 'a');
=== second
create table t (id int primary key, a text);
create function vol(a int) returns int language sql immutable strict leakproof parallel safe security definer as $$ select a $$;
create function body(a int) returns int language plpgsql as $f$ begin
  return a + 1; -- $$ ; 'it''s'
end; $f$;
create function opts(a int) returns setof int language sql rows 20 cost 50 support generate_series_int4_support as $$ select a $$;
create function sets() returns text language sql set search_path = '' as $$ select 'a'::text $$;
create function std(a int) returns bigint language sql return a + 1;
create function names(a int, b text default 'y') returns int language sql as $$ select $1 $$;
create function args(c int, b text default 'q') returns int language sql as $$ select c $$;
create function res(a int) returns bigint language sql as $$ select a::bigint $$;
create function outs(a int, out b int, out d text) language sql as $$ select a, 'x'::text $$;
create function tab(a int) returns table (x int, y text, z int) language sql as $$ select a, 'x'::text, 1 $$;
create procedure kind(a int) language sql as $$ $$;
create function poly(a anyelement, b anyelement default 'x'::text) returns anyelement language sql as $$ select a $$;
create function vari(a int[]) returns int language sql as $$ select 2 $$;
create function over(a int) returns int language sql as $$ select 1 $$;
create function over(a text) returns int language sql as $$ select 2 $$;
create function over() returns int language sql as $$ select 3 $$;
comment on function over(text) is 'text';
create procedure proc(a int) language plpgsql security definer as $$ begin null; end $$;
create procedure outproc(inout a int, inout b int) language plpgsql as $$ begin end $$;
comment on function vol(int) is 'another';
comment on procedure kind(int) is 'a procedure now';
--- rows
insert into t values (1, 'a');
=== third
create table t (id int primary key, a text);
create function vol(a int) returns int language sql stable as $$ select a $$;
create function body(a int) returns int language sql as $$ select a $$;
create function opts(a int) returns setof int language sql as $$ select a $$;
create function sets() returns text language sql as $$ select 'a'::text $$;
create function std(a int) returns bigint language sql as $$ select 1::bigint $$;
create function names(a int, b text) returns int language sql as $$ select $1 $$;
create function args(c int, b text default 'q', d int default 4) returns int language sql as $$ select c $$;
create function res(a int) returns setof bigint language sql as $$ select a::bigint $$;
create function outs(a int, out b int) language sql as $$ select a $$;
create function tab(a int, out x int, out y text) returns setof record language sql as $$ select a, 'x'::text $$;
create function poly(a anyelement, b anyelement) returns anyelement language sql as $$ select a $$;
create function over(a text) returns int language sql as $$ select 4 $$;
create procedure proc(b int) language plpgsql as $$ begin null; end $$;
--- rows
insert into t values (1, 'a');
