a > c: plan blocked TDM-212
a > e: plan blocked TDM-213
b > c: plan blocked TDM-212
b > e: plan blocked TDM-213
d > c: plan blocked TDM-212
e > a: plan blocked TDM-213
e > b: plan blocked TDM-213
e > c: plan blocked TDM-212
=== a
create table a (id int primary key, b int, parent int references a);
create table b (id int primary key, a int references a);
alter table a add foreign key (b) references b;
--- rows
insert into a values (1, null, 1); insert into b values (1, 1); update a set b = 1;
=== b
create table a (id bigint primary key, b bigint, parent bigint references a);
create table b (id bigint primary key, a bigint references a);
alter table a add foreign key (b) references b;
--- rows
insert into a values (1, null, 1); insert into b values (1, 1); update a set b = 1;
=== c
create table a (id uuid primary key, b uuid, parent uuid references a);
create table b (id uuid primary key, a uuid references a);
alter table a add foreign key (b) references b on delete cascade deferrable initially deferred;
--- rows

=== d
create table b (id int primary key, a int);
--- rows
insert into b values (1, null);
=== e
create table c (id int primary key, a int, next int references c);
create table a (id int primary key, b int references c, parent int);
alter table c add foreign key (a) references a;
--- rows
insert into c values (1, null, 1); insert into a values (1, 1, null); update c set a = 1;
