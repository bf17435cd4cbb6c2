=== a
create table t (id int primary key, a int, b text, c numeric(8,2));
create view v1 as select * from t;
create view v2 as select id, a, b from v1 where a > 0;
create materialized view m1 as select a, count(*) as n from v2 group by a;
create view v3 as select m1.n, v1.c from m1 join v1 on v1.a = m1.a;
create materialized view m2 as select * from v3;
create unique index mi on m1 (a); create index m2i on m2 (n);
comment on view v2 is 'two'; comment on column v2.a is 'two a'; comment on materialized view m2 is 'em';
--- rows
insert into t values (1, 1, 'x', 1.5), (2, 2, 'y', 2.5);
=== b
create table t (id bigint primary key, a bigint, b varchar(9), c numeric(10,2), d int default 4);
create view v1 as select * from t;
create view v2 as select id, a, b from v1 where a > 0;
create materialized view m1 as select a, count(*) as n from v2 group by a;
create view v3 as select m1.n, v1.c from m1 join v1 on v1.a = m1.a;
create materialized view m2 as select * from v3;
create unique index mi on m1 (a); create index m2i on m2 (n);
comment on view v2 is 'two'; comment on column v2.a is 'two a';
--- rows
insert into t values (1, 1, 'x', 1.5), (2, 2, 'y', 2.5);
=== c
create table t (id int primary key, a int, b text, c numeric(8,2));
create view v2 with (security_barrier) as select id, a, b, c from t where a > 0 with check option;
create materialized view v1 as select * from v2;
create recursive view r (n) as select 1 union all select n + 1 from r where n < 5;
create view m1 as select a, count(*) as n from v1 group by a;
create unique index mi on v1 (id);
--- rows
insert into t values (1, 1, 'x', 1.5), (2, 2, 'y', 2.5);
=== d
create table t (id int primary key, a int, b text);
create view v1 with (security_invoker = true) as select t.id, t.b, t.a from t;
create view v2 (id, a, b, z) as select id, a, b, 1 from v1;
create view v4 as select id, b from t group by id;
create materialized view m1 as select a, sum(id) as n from v2 group by a with no data;
--- rows
insert into t values (1, 1, 'x'), (2, 2, 'y');
=== e
create table t (id int primary key, a text, b text, c numeric(8,2));
create view v1 as select id, a, b, c from t;
create view v2 as select id, a as b, b as a from v1;
alter view v2 alter column a set default 'q';
--- rows
insert into t values (1, '1', 'x', 1.5), (2, '2', 'y', 2.5);
