chain
=== a
create function f(a int, b int default 1) returns int language sql as $$ select a + b $$;
create function f(a text) returns text language sql as $$ select a $$;
create procedure pr(inout x int) language plpgsql as $$ begin x := x + 1; end $$;
create table t (id int primary key, a int default f(1), check (f(a) > 0));
create view v as select f(id) x, f('a'::text) y from t;
--- rows
insert into t values (1);
=== outs
create function f(a int, b int default 1, out c int, out d int) language sql as $$ select a + b, 1 $$;
create function f(a text, variadic r text[] default '{}') returns text language sql as $$ select a || array_length(r, 1) $$;
create procedure pr(inout x bigint) language plpgsql as $$ begin x := x + 1; end $$;
create table t (id int primary key, a int default (f(1)).c, check ((f(a)).d > 0));
create view v as select (f(id)).c x, f('a'::text) y from t;
--- rows
insert into t values (1);
=== tab
create function f(a int, b int default 1) returns table (c int, d int) language sql stable rows 5 cost 7 parallel safe as $$ select a + b, 1 $$;
create function f(a text) returns setof text language sql strict security definer set search_path = 'public' as $$ select a $$;
create function pr(inout x int) language plpgsql as $$ begin x := x + 1; end $$;
create table t (id int primary key, a int default 3);
create view v as select c as x, 'a'::text as y from t, f(id);
--- rows
insert into t values (1);
=== body
create function g(a int) returns int immutable return a * 2;
create function f(a int, b int default g(2)) returns int immutable begin atomic select g(a) + b; end;

create table t (id int primary key, a int, g int generated always as (g(id)) stored);
create view v as select f(id) x, t.a as y from t;
create index ti on t (f(id));
create procedure pr(x int) begin atomic insert into t values (x); end;
--- rows
insert into t values (1);
