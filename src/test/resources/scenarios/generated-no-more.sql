chain
=== generated
create table t (id int primary key, a int, g text generated always as (a::text) stored);
create table u (id bigint not null generated always as identity, b int, constraint k primary key (id));
--- rows
insert into t values (1, 1), (2, 2); insert into u (b) values (1), (2);
=== plain, of another type, and another key
create table t (id int primary key, a bigint, g int);
create table u (id bigserial not null, b int, constraint k primary key (id, b));
--- rows
insert into t values (1, 1, 1); insert into u (b) values (1), (2);
