-- live
create table t (id int primary key, a int not null, b int);
create index t_b on t (b); create table gone (t int references t, g serial, primary key (t));
create table gone2 (x int references gone); alter table gone add y int unique;
alter table gone2 add z int unique; alter table gone add foreign key (y) references gone2 (z);
create view gone_view as select a, x from t, gone2; create type gone_type as enum ('a');
alter table t add e gone_type; create sequence gone_seq;
-- rows
insert into t select g, g, g from generate_series(1, 3) g; insert into gone values (1, 1); insert into gone2 values (1);
-- declared
create table t (id int primary key);
