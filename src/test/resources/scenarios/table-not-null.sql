=== none
create table t (id int primary key, a int, b int, "C d" int);
--- rows
insert into t values (1, 1, 1, 1), (2, 2, 2, 2);
=== unnamed
create table t (id int primary key, a int not null, b int not null, "C d" int not null);
--- rows
insert into t values (1, 1, 1, 1), (2, 2, 2, 2);
=== named
create table t (id int primary key, a int constraint "A is" not null, b int constraint "b ""must""" not null no inherit, "C d" int constraint cd not null);
comment on constraint cd on t is 'it''s so';
--- rows
insert into t values (1, 1, 1, 1), (2, 2, 2, 2);
=== unvalidated
create table t (id int primary key, a int, b int, "C d" int);
alter table t add constraint "A is" not null a not valid, add constraint t_b_not_null not null b not valid, add constraint cd not null "C d" not valid;
--- rows
insert into t values (1, 1, 1, 1), (2, 2, 2, 2);
