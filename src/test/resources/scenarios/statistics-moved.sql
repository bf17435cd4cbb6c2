chain
=== one table
create schema s; create schema r;
create table s.t (a bigint, b int);
create statistics s.st (mcv) on a, b from s.t;
comment on statistics s.st is 'x';
--- rows
insert into s.t values (1, 2);
=== another table
create schema s; create schema r;
create table r.t (a bigint, b int);
create statistics s.st (ndistinct) on a, b from r.t;
