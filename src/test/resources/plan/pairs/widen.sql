-- live
create table t (id int primary key, v varchar(10) default 'a', n numeric(5,2), x varchar(5)[], s smallint default 3);
create view w as select * from t; create view w2 as select v, id from w;
-- rows
insert into t values (1, 'abc', 1.25, '{a}', 7);
-- declared
create table t (id bigint primary key, v text default 'a', n numeric(9,2), x text[], s int default 3);
create view w as select * from t; create view w2 as select v, id from w; comment on view w2 is 'again';
