-- live
create table t (id int, a int, constraint k primary key (id)); create table u (x int references t);
-- rows
insert into t values (1, 1); insert into u values (1);
-- declared
create table t (id int, a int, constraint k primary key (id) include (a)); create table u (x int references t);
