chain
=== one reads the other
create table t (id int primary key, b text);
create view v (p, q) as values (1, 'a'), (2, 'b');
create view w as select v.*, t.b from v left join t on t.id = v.p;
--- rows
insert into t values (1, 'a');
=== more columns
create table t (id int primary key, b text);
create view v (p, q, r) as values (1, 'a', true), (2, 'b', false);
create view w as select v.*, t.b from v left join t on t.id = v.p;
--- rows
insert into t values (1, 'a');
=== the other way round
create table t (id int primary key, b text);
create view w as select t.* from t;
create view v as select * from w;
--- rows
insert into t values (1, 'a');
