-- live
create table t (id int, code int); create table old (x int);
-- rows
insert into t values (1, 1), (2, 2); insert into old values (null);
-- declared
create table t (id int primary key, code int not null, constraint t_code unique (code));
create table fresh (t int primary key references t, code int references t (code));
create table old (x int references fresh (t) deferrable); create view fv as select * from fresh;
