--= schema
create schema lib;
set search_path = lib;
create function add(a int, b int default 1) returns int language sql immutable parallel safe return a + b;
create function add(a numeric, b numeric) returns numeric language sql immutable as 'select a + b';
create function add(variadic xs int[]) returns bigint language sql immutable begin atomic select sum(x) from unnest(xs) as t(x); end;
create function stats(out lo int, out hi int, xs int[]) language plpgsql immutable as $$
begin
  select min(x), max(x) into lo, hi from unnest(xs) x;
end $$;
create table nodes (id int primary key, parent int references nodes, name text not null, path text[] default array[]::text[], weight int not null default add(1, 2));
create function children(root int) returns setof nodes language sql stable rows 50 as $$
  with recursive r as (select * from lib.nodes where id = root union all select n.* from lib.nodes n join r on n.parent = r.id)
  select * from r
$$;
create function tree() returns table (id int, depth int) language sql stable
begin atomic
  with recursive r as (select n.id, 1 as depth from nodes n where n.parent is null union all select n.id, r.depth + 1 from nodes n join r on n.parent = r.id)
  select r.id, r.depth from r;
end;
create function any_first(anyarray) returns anyelement language sql immutable strict as 'select $1[1]';
create table changes (at timestamptz default now(), node int not null);
create procedure rename(node int, new_name text) language sql begin atomic update nodes set name = new_name where id = node; insert into changes (node) values (node); end;
create function concat_step(text, text, text) returns text language sql immutable as $$ select coalesce($1 || $3, '') || $2 $$;
create aggregate join_all(text, text) (sfunc = concat_step, stype = text, parallel = safe);
create aggregate my_percentile(float8 order by float8) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
create function eq_ci(text, text) returns boolean language sql immutable as 'select lower($1) = lower($2)';
create operator ==~ (leftarg = text, rightarg = text, function = eq_ci, commutator = ==~, negator = <>~, hashes);
create function ne_ci(text, text) returns boolean language sql immutable as 'select lower($1) <> lower($2)';
create operator <>~ (leftarg = text, rightarg = text, function = ne_ci, commutator = <>~, negator = ==~);
create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create table words (w text collate ci primary key, n int check (add(n, 0) >= 0), twice int generated always as (add(n, n)) stored);
create index words_ci on words (lower(w)) where w operator(lib.==~) 'x';
create view sums as select parent, join_all(name, ',' order by id) as names, add(variadic array_agg(weight)) as weight from nodes group by parent;
create function guard() returns trigger language plpgsql as $$ begin if new.weight < 0 then raise exception 'no'; end if; return new; end $$;
create trigger guard before insert or update of weight on nodes for each row when (new.weight is not null) execute function guard('a', 'b');
create trigger on_view instead of update on sums for each row execute function guard();
comment on function add(int, int) is 'adds';
comment on function add(numeric, numeric) is 'adds, too';
comment on aggregate join_all(text, text) is 'joins';
comment on operator ==~ (text, text) is 'equals';
comment on procedure rename(int, text) is 'renames';
comment on collation ci is 'no case';
comment on trigger guard on nodes is 'keeps';
--= rows
insert into lib.nodes (id, parent, name) select i, nullif(i / 3, 0), 'n' || i from generate_series(1, 40) i;
insert into lib.words (w, n) select 'w' || i, i from generate_series(1, 40) i;
--= step an overload more, a table that uses it
--<
create function any_first
-->
create function add(a text, b text default '-') returns text language sql immutable as 'select a || b';
comment on function add(text, text) is 'COMMENT; glues';
create procedure add(inout x nodes) language plpgsql as $$ begin x.name := 'x'; end $$;
create table pairs (a text not null, b text generated always as (lib.add(a)) stored, c text default lib.add('x', 'y'));
create function any_first
--= step nodes get a column at the end, which setof functions return
--<
weight int not null default add(1, 2));
-->
weight int not null default add(1, 2), hidden boolean not null default false);
--= step the generated column adds another | rewrites table lib.words
--<
(add(n, n)) stored
-->
(add(n, 2)) stored
--= step the view shows more
--<
as weight from nodes
-->
as weight, count(*) as n from nodes
