=== a
create table t (id int primary key, a int, b text, g int generated always as (a * 2) stored, h text generated always as (upper(b)) stored);
create index gi on t (g); create view v as select g, h from t;
alter table t add constraint ck check (g < 1000);
--- rows
insert into t (id, a, b) values (1, 1, 'x'), (2, 2, 'yy');
=== b
create table t (id int primary key, a bigint, b varchar(20), g bigint generated always as (a * 2) stored, h text generated always as (upper(b)) stored);
create index gi on t (g); create view v as select g, h from t;
alter table t add constraint ck check (g < 1000);
--- rows
insert into t (id, a, b) values (1, 1, 'x'), (2, 2, 'yy');
=== c
create table t (id int primary key, a int, b text, g int, h text default 'q');
create index gi on t (g); create view v as select g, h from t;
--- rows
insert into t (id, a, b, g, h) values (1, 1, 'x', 2, 'X'), (2, 2, 'yy', 4, 'YY');
=== d
create table t (id int primary key, b text, g int generated always as (length(b)) stored unique, h text generated always as (b || 'z') stored not null);
create view v as select g, h from t;
create table u (g int references t (g));
--- rows
insert into t (id, b) values (1, 'x'), (2, 'yy');
