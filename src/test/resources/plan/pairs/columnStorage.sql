-- live
create table t (id int, a text, b text);
-- rows
insert into t values (1, 'a', 'b');
-- declared
create table t (id int, a text, b text, c text); alter table t alter a set storage external;
alter table t alter b set compression pglz; alter table t alter b set statistics 77; alter table t alter c set storage external;
