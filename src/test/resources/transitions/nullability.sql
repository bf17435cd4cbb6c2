b > c: plan blocked TDM-214
=== a
create table t (a int, b int not null default 1, c text, d date default now(), constraint bn check (b is not null));
--- rows
insert into t values (1, 1, 'x'), (2, 2, 'y');
=== b
create table t (a int not null, b int, c text not null default 'z', d date);
--- rows
insert into t values (1, 1, 'x'), (2, 2, 'y');
=== c
create table t (a int primary key, b int not null, c text check (c is not null), d date not null default '2020-01-01', e int not null default 7, f timestamptz not null default clock_timestamp(), g uuid not null default gen_random_uuid());
--- rows
insert into t values (1, 1, 'x'), (2, 2, 'y');
=== d
create table t (a int not null, b int not null, c text, primary key (a, b));
--- rows
insert into t values (1, 1, 'x'), (2, 2, 'y');
=== e
create table t (a int unique, b int, c varchar(3) not null, check (c is not null), check (a is not null and b is not null));
--- rows
insert into t values (1, 1, 'x'), (2, 2, 'y');
