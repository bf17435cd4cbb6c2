=== of all
create table p (id int, a int) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
alter table p add constraint c check (a > 0);
create index i on p (a);
--- rows
insert into p values (1, 1), (11, 2);
=== of the parent only
create table p (id int, a int) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
alter table only p add constraint u unique (id);
create index i on only p (a);
--- rows
insert into p values (1, 1), (11, 2);
=== none
create table p (id int, a int) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
--- rows
insert into p values (1, 1), (11, 2);
=== one attached
create table p (id int, a int) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create index i on only p (a);
create index i1 on p1 (a);
alter index i attach partition i1;
alter table only p add constraint u unique (id);
alter table only p1 add constraint u1 unique (id);
alter index u attach partition u1;
--- rows
insert into p values (1, 1), (11, 2);
