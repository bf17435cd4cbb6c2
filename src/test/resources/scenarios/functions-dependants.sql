=== first
create table t (id int primary key, a text);
create function norm(x text) returns text language sql immutable as $$ select lower(x) $$;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table u (id int primary key, a text default norm('Q') check (norm(a) <> 'zz'), g text generated always as (norm(a)) stored);
create index u_norm on u (norm(a));
create view v as select id, norm(a) as n from t;
create view w as select n from v;
create policy p on t using (norm(a) <> 'x');
create trigger tr before update on t for each row when (norm(new.a) <> 'x') execute function touch();
create rule r as on update to u where norm(new.a) = 'x' do instead nothing;
create function uses(b text) returns text language sql begin atomic select norm(b); end;
create function acc(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create aggregate total(int) (sfunc = acc, stype = bigint, initcond = '0');
create view sums as select total(id) as s from t;
--- rows
insert into t values (1, 'A'), (2, 'B');
insert into u values (1, 'A'), (2, 'B');
=== renamed argument
create table t (id int primary key, a text);
create function norm(y text) returns text language sql immutable as $$ select lower(y) $$;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table u (id int primary key, a text default norm('Q') check (norm(a) <> 'zz'), g text generated always as (norm(a)) stored);
create index u_norm on u (norm(a));
create view v as select id, norm(a) as n from t;
create view w as select n from v;
create policy p on t using (norm(a) <> 'x');
create trigger tr before update on t for each row when (norm(new.a) <> 'x') execute function touch();
create rule r as on update to u where norm(new.a) = 'x' do instead nothing;
create function uses(b text) returns text language sql begin atomic select norm(b); end;
create function acc(c bigint, b int) returns bigint language sql immutable as $$ select coalesce(c, 0) + coalesce(b, 0) $$;
create aggregate total(int) (sfunc = acc, stype = bigint, initcond = '1');
create view sums as select total(id) as s from t;
--- rows
insert into t values (1, 'A'), (2, 'B');
insert into u values (1, 'A'), (2, 'B');
=== another result
create table t (id int primary key, a text);
create function norm(x text) returns varchar language sql immutable as $$ select lower(x)::varchar $$;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table u (id int primary key, a text default norm('Q') check (norm(a) <> 'zz'), g text generated always as (norm(a)) stored);
create index u_norm on u (norm(a));
create view v as select id, norm(a) as n from t;
create view w as select n from v;
create policy p on t using (norm(a) <> 'x');
create trigger tr before update on t for each row when (norm(new.a) <> 'x') execute function touch();
create rule r as on update to u where norm(new.a) = 'x' do instead nothing;
create function uses(b text) returns text language sql begin atomic select norm(b); end;
create function acc(a numeric, b int) returns numeric language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create aggregate total(int) (sfunc = acc, stype = numeric, initcond = '0');
create view sums as select total(id) as s from t;
--- rows
insert into t values (1, 'A'), (2, 'B');
insert into u values (1, 'A'), (2, 'B');
=== another signature
create table t (id int primary key, a text);
create function norm(x text, y int default 1) returns text language sql immutable as $$ select lower(x) $$;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table u (id int primary key, a text default norm('Q') check (norm(a) <> 'zz'), g text generated always as (norm(a)) stored);
create index u_norm on u (norm(a));
create view v as select id, norm(a) as n from t;
create view w as select n from v;
create policy p on t using (norm(a) <> 'x');
create trigger tr before update on t for each row when (norm(new.a) <> 'x') execute function touch();
create rule r as on update to u where norm(new.a) = 'x' do instead nothing;
create function uses(b text) returns text language sql begin atomic select norm(b); end;
create function acc(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create aggregate total(int) (sfunc = acc, stype = bigint, initcond = '0');
create view sums as select total(id) as s from t;
--- rows
insert into t values (1, 'A'), (2, 'B');
insert into u values (1, 'A'), (2, 'B');
=== gone
create table t (id int primary key, a text);
create table u (id int primary key, a text);
create view v as select id, lower(a) as n from t;
create view w as select n from v;
create function uses(b text) returns text language sql begin atomic select lower(b); end;
--- rows
insert into t values (1, 'A'), (2, 'B');
insert into u values (1, 'A'), (2, 'B');
