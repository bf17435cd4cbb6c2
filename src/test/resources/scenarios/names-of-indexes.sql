chain
=== a
create table t (id int primary key, a int, b int);
create table u (id int primary key, t_id int references t);
create unique index i on t (a);
create index j on t (b);
=== swapidx
create table t (id int primary key, a int, b int);
create table u (id int primary key, t_id int references t);
create unique index j on t (a);
create index i on t (b);
=== swaptab
create table u (id int primary key, a int, b int);
create table t (id int primary key, t_id int references u);
create unique index i on u (a);
create index j on u (b);
=== idxtab
create table i (id int primary key, a int, b int);
create table j (id int primary key, t_id int references i);
create unique index t on i (a);
create index u on i (b);
=== seqview
create sequence t;
create view u as select 1 as id;
create table i (id int primary key default nextval('t'), constraint j unique (id));
