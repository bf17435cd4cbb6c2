-- An overload replaces a function that a default, a check, an index, a view and a generated column call.
=== v1
create function code(int) returns int immutable language sql as $$ select $1 $$;
create table t (id serial primary key, a int not null default code(1), check (code(a) > 0));
create index t_code on t (code(a));
create view v as select id, code(a) as c from t;
--- rows
insert into t(a) values (1), (2);
=== v2
create function code(bigint) returns bigint immutable language sql as $$ select $1 $$;
create table t (id bigint generated always as identity primary key, a bigint not null default code(1), check (code(a) > 0));
create index t_code on t (code(a));
create view v as select id, code(a) as c from t;
=== v4
create function code(text) returns text immutable language sql as $$ select $1 $$;
create table t (id int primary key, a text not null default code('1'), check (code(a) <> ''));
create index t_code on t (code(a));
create materialized view v as select id, code(a) as c from t;
create unique index v_id on v(id);
