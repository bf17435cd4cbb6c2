-- live
create table t (id int primary key, a text, b int); create index i1 on t (a); create index i2 on t (b);
create unique index i3 on t (b); create index old_name on t (a, b);
-- rows
insert into t values (1, 'a', 1), (2, 'b', 2);
-- declared
create table t (id int primary key, a text, b int); create index i1 on t (lower(a)) where b > 0;
create unique index i4 on t (b desc) include (a); create index new_name on t (a, b);
create index hashed on t using hash (a); comment on index i4 is 'four';
