star
=== named
create table t (a int not null, b int constraint bb not null, c int);
--- rows
insert into t values (1, 2, 3);
=== its name goes to another column
create table t (a int constraint bb not null, b int, c int);
=== its column goes, and its name to one that was nullable
create table t (a int, c int constraint bb not null);
=== a check takes it
create table t (a int, b int, c int, constraint bb check (c > 0));
