-- The default of a column that changes its type calls a function that is replaced.
=== v1
create function f() returns int language sql as $$ select 1 $$;
create table t (id int primary key, a int default f(), b text);
--- rows
insert into t(id, b) values (1, 'x'), (2, 'y');
=== v2
create function f() returns bigint language sql as $$ select 1::bigint $$;
create table t (id int primary key, a bigint default f(), b text);
=== v3
create function f() returns text language sql as $$ select '1'::text $$;
create table t (id int primary key, a text default f(), b text);
