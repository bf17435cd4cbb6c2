star
=== owned
create table t (id serial primary key, a text, score int);
create sequence extra owned by t.score;
--- rows
insert into t (a, score) values ('x', nextval('extra'));
=== its column is generated
create table t (id serial primary key, a text, score int generated always as (length(a)) stored);
create sequence extra;
=== the table is unlogged
create unlogged table t (id serial primary key, a text, score int);
create sequence extra owned by t.score;
=== its column goes
create table t (id serial primary key, a text);
create sequence extra;
