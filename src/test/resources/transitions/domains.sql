=== plain
create domain amount as numeric(10,2) check (value >= 0);
create domain key as int not null;
create domain cash as amount check (value < 100000);
create table t (id int primary key, a amount not null default 0, b amount[], c int);
create view v as select id, a + 1 as a1, b from t;
create index t_a on t (a);
--- rows
insert into t values (1, 5, '{1,2}', 7), (2, 6, null, 8);
=== out
create domain amount as numeric(10,2) check (value >= 0);
create domain key as int not null;
create domain cash as amount check (value < 100000);
create table t (id int primary key, a numeric(10,2) not null default 0, b numeric(10,2)[], c int);
create view v as select id, a + 1 as a1, b from t;
create index t_a on t (a);
--- rows
insert into t values (1, 5, '{1,2}', 7), (2, 6, null, 8);
=== more
create domain amount as numeric(10,2) check (value >= 0);
create domain key as int not null;
create domain cash as amount check (value < 100000);
create table t (id key primary key, a amount, b amount[] default '{}', c amount, d amount generated always as (a * 2) stored, check (a < 1000));
create view v as select id, a + 1 as a1, b from t;
create unique index t_a on t (a desc) where c > 0;
--- rows
insert into t values (1, 5, '{1,2}', 7), (2, 6, null, 8);
=== other
create domain amount as numeric(10,2) check (value >= 0);
create domain key as int not null;
create domain cash as amount check (value < 100000);
create table t (id int primary key, a cash not null default 0, b cash[], c int);
create table t2 (a cash unique);
create table u (id int primary key, a cash references t2 (a), r int4range);
create view v as select id, a + 1 as a1, b from t;
create index t_a on t (a);
--- rows
insert into t values (1, 5, '{1,2}', 7), (2, 6, null, 8);
=== gone
create domain amount as numeric(10,2) check (value >= 0);
create domain key as int not null;
create domain cash as amount check (value < 100000);
create table t (id int primary key, a bigint not null default 0, c int);
--- rows
insert into t values (1, 5, 7), (2, 6, 8);
