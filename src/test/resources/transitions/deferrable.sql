a > d: plan blocked TDM-213
b > d: plan blocked TDM-213
c > d: plan blocked TDM-213
e > a: plan blocked TDM-213
e > b: plan blocked TDM-213
e > c: plan blocked TDM-213
e > d: plan blocked TDM-213
=== a
create table p (id int primary key, k text unique);
create table c (id int primary key, p int references p, k text references p (k));
--- rows
insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1, 'a'), (2, null, 'b');
=== b
create table p (id int primary key, k text unique);
create table c (id int primary key, p int references p deferrable initially deferred, k text references p (k) on update cascade on delete set null);
--- rows
insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1, 'a'), (2, null, 'b');
=== c
create table p (id bigint primary key, k varchar(10) unique);
create table c (id int primary key, p bigint references p deferrable, k varchar(10) references p (k) on update cascade);
--- rows
insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1, 'a'), (2, null, 'b');
=== d
create table p (id int, k text, primary key (id, k));
create table c (id int primary key, p int, k text, foreign key (p, k) references p match full on delete cascade);
--- rows
insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1, 'a'), (2, null, null);
=== e
create table p (id int, k text, primary key (k, id), unique (id));
create table c (id int primary key, p int, k text, foreign key (k, p) references p, foreign key (p) references p (id) on delete set default);
--- rows
insert into p values (1, 'a'), (2, 'b'); insert into c values (1, 1, 'a'), (2, null, 'zzz');
