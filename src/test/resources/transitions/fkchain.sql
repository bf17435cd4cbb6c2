a > c: plan blocked TDM-213
a > d: plan blocked TDM-213
b > c: plan blocked TDM-213
b > d: plan blocked TDM-213
c > d: plan blocked TDM-213
d > c: plan blocked TDM-213
=== a
create table a (id int primary key); create table b (id int primary key references a); create table c (id int primary key references b); create table d (a int references a, b int references b, c int references c);
--- rows
insert into a values (1); insert into b values (1); insert into c values (1); insert into d values (1, 1, 1);
=== b
create table a (id bigint primary key); create table b (id bigint primary key references a); create table c (id bigint primary key references b); create table d (a bigint references a, b bigint references b, c bigint references c);
--- rows
insert into a values (1); insert into b values (1); insert into c values (1); insert into d values (1, 1, 1);
=== c
create table d (id int primary key, a int unique, b int, c int); create table c (id int primary key references d); create table b (id int primary key references c); create table a (id int primary key references b (id) on delete cascade, x int references d (a));
--- rows
insert into d values (1, 1, 1, 1); insert into c values (1); insert into b values (1); insert into a values (1, 1);
=== d
create table a (id int constraint other primary key, k int unique); create table b (id int primary key references a (k)); create table c (id int, x int references b); 
--- rows
insert into a values (1, 1); insert into b values (1); insert into c values (1, 1);
