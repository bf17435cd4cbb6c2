chain
=== two
create collation "Co l" (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
create collation two from "POSIX";
create text search dictionary "Di ct" (template = pg_catalog.snowball, language = 'german');
create text search dictionary simp (template = pg_catalog.simple, accept = true);
create text search configuration cfg (copy = pg_catalog.simple);
alter text search configuration cfg alter mapping for asciiword with simp;
alter text search configuration cfg drop mapping for email;
comment on text search dictionary simp is 'simple';
create table t (id int primary key, a text);
create index i on t using gin (to_tsvector('cfg', a));
create statistics "St at" (ndistinct) on id, a from t;
alter statistics "St at" set statistics 50;
comment on statistics "St at" is '"';
--- rows
insert into t values (1, 'x');
=== three
create text search dictionary "Di ct" (template = pg_catalog.simple);
create text search configuration cfg (parser = pg_catalog.default);
alter text search configuration cfg add mapping for asciiword with "Di ct";
create table t (id int primary key, a text);
create statistics "St at" on id, (lower(a)) from t;
--- rows
insert into t values (1, 'x');
