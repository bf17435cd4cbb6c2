-- live
create table t (id bigint primary key, v varchar(20), n numeric(9,3));
-- rows
insert into t values (1, 'abcdefghij', 1.125);
-- declared
create table t (id int primary key, v varchar(5), n numeric(9,1));
