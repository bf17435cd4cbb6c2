=== none
create schema aside;
=== one
create schema aside;
create table t (id int primary key, a text not null default 'x');
create index t_a on t (a);
--- rows
insert into t values (1, 'a');
