star
=== plain
create table o (id int primary key, n int);
--- rows
insert into o values (1, 1);
=== of a file
create table o (id int primary key, n int);
create unique index concurrently if not exists i on o (n);
create table q (id int primary key, n int);
create index concurrently j on only q (n);
create materialized view m as select * from o;
create index concurrently k on m (id);
