chain
=== indexes
create table t (id int not null, a int not null, b text, c int, r int4range);
create unique index pk on t (id, a);
create unique index u on t (a);
create unique index v on t (lower(b)) where c > 0;
create index w on t (c desc nulls last) include (b) with (fillfactor = 60);
create index x on t using gist (r);
alter table t replica identity using index u;
alter table t cluster on w;
--- rows
insert into t values (1, 1, 'a', 1, '[1,2)'), (2, 2, 'b', 2, '[3,4)');
=== constraints
create table t (id int not null, a int, b text, c int, r int4range);
alter table t add constraint pk primary key (id);
alter table t add constraint u unique (a);
alter table t add constraint v unique (b);
alter table t add constraint w unique (c) include (a);
alter table t add constraint x exclude using gist (r with &&) where (a > 0) deferrable initially deferred;
alter table t replica identity using index pk;
alter table t cluster on pk;
--- rows
insert into t values (1, 1, 'a', 1, '[1,2)'), (2, 2, 'b', 2, '[3,4)');
=== indexes, no rows
create table t (id int not null, a int not null, b text, c int, r int4range);
create unique index pk on t (id, a);
create unique index u on t (a);
create unique index v on t (lower(b)) where c > 0;
create index w on t (c desc nulls last) include (b) with (fillfactor = 60);
create index x on t using gist (r);
alter table t replica identity using index u;
alter table t cluster on w;
=== constraints, no rows
create table t (id int not null, a int, b text, c int, r int4range);
alter table t add constraint pk primary key (id);
alter table t add constraint u unique (a);
alter table t add constraint v unique (b);
alter table t add constraint w unique (c) include (a);
alter table t add constraint x exclude using gist (r with &&) where (a > 0) deferrable initially deferred;
alter table t replica identity using index pk;
alter table t cluster on pk;
