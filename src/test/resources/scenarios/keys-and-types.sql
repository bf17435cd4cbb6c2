=== one column
create table t (id int default 1, c varchar(3) not null, v int, constraint t_pkey primary key (id));
create unique index i on t (c);
--- rows
insert into t values (1, 'a', 1);
=== two columns
create table t (id bigint default 1, c text not null, v numeric, constraint t_pkey primary key (id, c));
create unique index i on t (c, v);
--- rows
insert into t values (1, 'a', 1);
=== another name
create table t (id numeric default 2, c text not null, v numeric, constraint k primary key (id), constraint t_pkey unique (c));
--- rows
insert into t values (1, 'a', 1);
