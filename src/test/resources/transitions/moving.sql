c > d: plan blocked TDM-213
=== a
create schema a; create schema b;
create table a.t (id int primary key, x int, y text); create table a.u (id int primary key);
create view a.v as select id, x from a.t;
--- rows
insert into a.t values (1, 1, 'p'); insert into a.u values (1);
=== b
create schema a; create schema b;
create table a.t (id int primary key, x int); create table a.u (id int primary key, y text);
create view b.v as select id, x from a.t;
--- rows
insert into a.t values (1, 1); insert into a.u values (1, 'p');
=== c
create schema a; create schema b;
create table b.t (id int primary key, x int, y text); create table b.u (id int primary key references b.t);
create view a.v as select id, x from b.t;
--- rows
insert into b.t values (1, 1, 'p'); insert into b.u values (1);
=== d
create schema a; create schema b;
create table a.t (id int primary key, x int, y text); create table b.t (id int primary key references a.t, x int default 9);
create view a.v as select t.id, u.x from a.t join b.t u using (id); create view b.v as select * from a.v;
--- rows
insert into a.t values (1, 1, 'p'); insert into b.t values (1);
