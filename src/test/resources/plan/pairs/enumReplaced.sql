-- live
create type e as enum ('a', 'b', 'c');
create table t (id int, e e default 'a', es e[] default '{a}', constraint nob check (e <> 'a'::e or id > 0));
create index part on t (id) where e = 'a'; create view v as select e from t;
create materialized view m as select count(*) as n, e from v group by e; create index mi on m (e);
-- rows
insert into t values (1, 'a', '{a,c}');
-- declared
create type e as enum ('c', 'a', 'new');
create table t (id int, e e default 'a', es e[] default '{a}', constraint nob check (e <> 'a'::e or id > 0));
create index part on t (id) where e = 'a'; create view v as select e from t;
create materialized view m as select count(*) as n, e from v group by e; create index mi on m (e);
