-- live
create table t (id int primary key, a int default 5, b text, c text default '1', d json);
-- rows
insert into t values (1, 2, '3', '4', '{"a":1}');
-- declared
create table t (id int primary key, a text default 'five', b int, c bigint default 7, d jsonb);
