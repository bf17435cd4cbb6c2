star
int > raises: plan blocked TDM-212
int > check: plan blocked TDM-213
int > unique: plan blocked TDM-211
int > index raises: plan blocked TDM-212
int > materialized view raises: plan blocked TDM-212
int > exclusion: plan blocked TDM-213
int > type of an extension: plan blocked TDM-212
int > array of a domain: plan blocked TDM-212
=== int
create function f(int) returns int language sql immutable as $$ select $1 + 1 $$;
create table t (id int primary key, a int, g int generated always as (f(a)) stored, d int default f(1), c text, l text[], constraint k check (f(a) > 0));
create index i on t (f(a));
create view v as select id, f(a) as x from t;
create policy p on t using (f(a) > 0);
create statistics s on f(a), id from t;
--- rows
insert into t (id, a, c, l) values (1, 1, 'x', '{1}'), (2, 5, 'y', '{q}');
=== another type of argument
create function f(bigint) returns bigint language sql immutable as $$ select $1 + 1 $$;
create table t (id int primary key, a int, g int generated always as (f(a)) stored, d int default f(1), c text, l text[], constraint k check (f(a) > 0));
create index i on t (f(a));
create view v as select id, f(a) as x from t;
create policy p on t using (f(a) > 0);
create statistics s on f(a), id from t;
=== one more argument
create function f(int, int default 1) returns int language sql immutable as $$ select $1 + $2 $$;
create table t (id int primary key, a int, g int generated always as (f(a)) stored, d int default f(1), c text, l text[], constraint k check (f(a) > 0));
create index i on t (f(a));
create view v as select id, f(a) as x from t;
=== raises
create function f(bigint) returns int language plpgsql immutable as $$ begin if $1 = 5 then raise 'no 5'; end if; return 1; end $$;
create table t (id int primary key, a int, g int generated always as (f(a)) stored, d int, c text, l text[]);
=== check
create function f(bigint) returns int language sql immutable as $$ select ($1 - 3)::int $$;
create table t (id int primary key, a int, g int, d int, c text, l text[], constraint k check (f(a) > 0));
=== unique
create function f(bigint) returns int language sql immutable as $$ select 1 $$;
create table t (id int primary key, a int, g int, d int, c text, l text[]);
create unique index i on t (f(a));
=== index raises
create function f(int) returns int language plpgsql immutable as $$ begin if $1 = 5 then raise 'no 5'; end if; return 1; end $$;
create table t (id int primary key, a int, g int, d int, c text, l text[]);
create index j on t (id, f(a));
=== materialized view raises
create table t (id int primary key, a int, g int, d int, c text, l text[]);
create materialized view m as select c::int from t;
=== exclusion
create table t (id int primary key, a int, g int, d int, c text, l text[], constraint k exclude using gist (int4range(a - 4, a + 4) with &&));
=== type of an extension
create extension hstore;
create table t (id int primary key, a int, g int, d int, c hstore, l text[]);
=== array of a domain
create domain n as int check (value > 0);
create table t (id int primary key, a int, g int, d int, c text, l n[]);
