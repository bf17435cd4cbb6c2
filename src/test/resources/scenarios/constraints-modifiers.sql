chain
=== plain
create table parent (id int primary key, "K" int4range, "R" int4range);
create table t (id int, v int, k int4range, r int4range, constraint c check (v > 0), constraint f foreign key (id) references parent (id), constraint n check (v < 100));
alter table t add constraint "U u" unique (v);
--- rows
insert into parent (id) values (1); insert into t (id, v) values (1, 1), (1, 2);
=== unvalidated
create table parent (id int primary key, "K" int4range, "R" int4range);
create table t (id int, v int, k int4range, r int4range);
alter table t add constraint c check (v > 0) not valid, add constraint f foreign key (id) references parent (id) not valid, add constraint n check (v < 100) no inherit;
alter table t add constraint "U u" unique nulls not distinct (v) deferrable initially deferred;
--- rows
insert into parent (id) values (1); insert into t (id, v) values (1, 1), (1, 2);
=== not enforced
create table parent (id int primary key, "K" int4range, "R" int4range);
create table t (id int, v int, k int4range, r int4range, constraint x exclude using gist (r with &&));
alter table t add constraint c check (v > 0) not enforced, add constraint f foreign key (id) references parent (id) not enforced, add constraint n check (v < 100) not valid;
alter table t add constraint "U u" unique (v, id) include (r);
--- rows
insert into parent (id) values (1); insert into t (id, v) values (1, 1), (1, 2);
=== enforced
create table parent (id int primary key, "K" int4range, "R" int4range, unique ("K", "R" without overlaps));
create table t (id int, v int, k int4range, r int4range, constraint c check (v > 0), constraint f foreign key (id) references parent (id) match full on delete set null deferrable initially deferred,
  constraint g foreign key (k, period r) references parent ("K", period "R"));
alter table t add constraint "U u" primary key (v);
--- rows
insert into parent (id) values (1); insert into t (id, v) values (1, 1), (1, 2);
