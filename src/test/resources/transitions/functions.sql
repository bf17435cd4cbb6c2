=== base
create function norm(x text) returns text language sql immutable as $$ select lower(x) $$;
create function norm(x int) returns int language sql immutable as $$ select x * 2 $$;
create function touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
create table t (id int primary key, a text check (norm(a) <> ''), g text generated always as (norm(a)) stored, at timestamptz);
create index t_norm on t (norm(a));
create trigger touch before update on t for each row execute function touch();
create view v as select id, norm(a) as n from t;
--- rows
insert into t (id, a) values (1, 'X'), (2, 'Y');
=== typed
create function norm(x text) returns text language sql immutable as $$ select lower(x) $$;
create function norm(x int) returns int language sql immutable as $$ select x * 2 $$;
create function touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
create table t (id bigint primary key, a varchar(30) check (norm(a) <> ''), g text generated always as (norm(a)) stored, at timestamptz);
create index t_norm on t (norm(a));
create trigger touch before update on t for each row execute function touch();
create view v as select id, norm(a) as n from t;
--- rows
insert into t (id, a) values (1, 'X'), (2, 'Y');
=== overload
create function norm(x text) returns text language sql immutable as $$ select lower(x) $$;
create function norm(x int) returns int language sql immutable as $$ select x * 2 $$;
create function touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
create table t (id int primary key, a text default norm('Q'), n int, g text generated always as (norm(a)) stored, h int generated always as (norm(n)) stored, at timestamptz);
create unique index t_norm on t (norm(a), norm(n));
create trigger touch before update on t for each row execute function touch();
create view v as select id, norm(a) as n, norm(n) as m from t;
--- rows
insert into t (id, a) values (1, 'X'), (2, 'Y');
