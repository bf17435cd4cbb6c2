d > a: plan blocked TDM-205
d > b: plan blocked TDM-205
d > c: plan blocked TDM-205
d > e: plan blocked TDM-205
=== a
create table t (a int, b int, c text, constraint x check (a < b), constraint y check (c in ('p', 'q')), check (a > 0));
--- rows
insert into t values (1, 2, 'p'), (3, 4, 'q');
=== b
create table t (a bigint, b bigint, c varchar(3), constraint x check (a < b), constraint y check (c in ('p', 'q')), check (a > 0));
--- rows
insert into t values (1, 2, 'p'), (3, 4, 'q');
=== c
create table t (a int, b int, c text, constraint x check (a < b) no inherit, constraint y check (c in ('p', 'q', 'r')) not valid, constraint z check (t.* is not null));
--- rows
insert into t values (1, 2, 'p'), (3, 4, 'q');
=== d
create table t (
 a2 int -- @renamed from=a
 , b int, c text, constraint x check (a2 < b), constraint y check (c in ('p', 'q')), constraint t_a_check check (a2 > 0));
=== e
create table t (a int check (a <> 2) check (a <> 5), b int check (b <> 7), c text check (c <> '') check (length(c) > 0), check (a is distinct from b));
--- rows
insert into t values (1, 2, 'p'), (3, 4, 'q');
