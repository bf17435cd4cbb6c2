=== key
create table p (id int not null, v int, constraint u unique (id));
create table e (id int not null, constraint "E u" unique (id));
create table h (id int not null, constraint hu unique (id)) partition by hash (id);
create table h0 partition of h for values with (modulus 1, remainder 0);
--- rows
insert into p values (1, 1), (2, 2); insert into h values (1), (2);
=== index
create table p (id int not null, v int); create unique index u on p (id);
create table e (id int not null); create unique index "E u" on e (id);
create table h (id int not null) partition by hash (id);
create table h0 partition of h for values with (modulus 1, remainder 0);
create unique index hu on h (id);
--- rows
insert into p values (1, 1), (2, 2); insert into h values (1), (2);
=== neither
create table p (id int not null, v int); create index u on p (v);
create table e (id int not null);
create table h (id int not null) partition by hash (id);
create table h0 partition of h for values with (modulus 1, remainder 0);
create index h0_own on h0 (id);
--- rows
insert into p values (1, 1), (2, 2); insert into h values (1), (2);
