-- live
create table t (id int primary key); create table u (t int references t, primary key (t));
-- rows
insert into t select g from generate_series(1, 3) g;insert into u values (1);
-- declared
create table t (id text primary key); create table u (t text references t, primary key (t));
