chain
=== list
create table o (id int primary key, n int, t text);
create publication pub for table o (id, n);
--- rows
insert into o values (1, null, 'x');
=== other columns
create table o (id int primary key, t text);
create publication pub for table o (id, t);
--- rows
insert into o values (1, 'x');
=== filter
create table o (id int primary key, n bigint, t text);
create publication pub for table o (id, n) where (id > 3);
--- rows
insert into o values (1, null, 'x');
=== filter over other types
create table o (id bigint primary key, n int, t varchar(5));
create publication pub for table o (id, n, t) where (id > 3 and t <> '');
--- rows
insert into o values (1, null, 'x');
=== none
create table o (id int primary key, n int, t text);
=== whole
create table o (id int primary key, n int, t text);
create publication pub for table o where (id <> 4);
