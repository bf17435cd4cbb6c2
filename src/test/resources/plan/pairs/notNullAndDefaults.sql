-- live
create table t (id int primary key, a int, b int default 1, c int not null);
-- rows
insert into t values (1, 2, 3, 4);
-- declared
create table t (id int primary key, a int not null default 9, b int, c int);
