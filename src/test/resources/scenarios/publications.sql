=== none
create table t (id int primary key, a text, b int);
create table u (id int primary key);
create schema s;
create table s.v (id int primary key);
=== tables
create table t (id int primary key, a text, b int);
create table u (id int primary key);
create schema s;
create table s.v (id int primary key);
create publication p for table t, s.v;
comment on publication p is 'it''s new';
=== columns
create table t (id int primary key, a text, b int);
create table u (id int primary key);
create schema s;
create table s.v (id int primary key);
create publication p for table t (id, a) where (id > 5), u with (publish = 'insert, update');
=== dumped
create table t (id int primary key, a text, b int);
create table u (id int primary key);
create schema s;
create table s.v (id int primary key);
CREATE PUBLICATION p WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true);
ALTER PUBLICATION p ADD TABLE ONLY public.u;
ALTER PUBLICATION p ADD TABLES IN SCHEMA s;
CREATE PUBLICATION "Ünlucky ""p""" FOR TABLE ONLY s.v;
=== all
create table t (id int primary key, a text, b int);
create table u (id int primary key);
create schema s;
create table s.v (id int primary key);
create publication p for all tables;
=== empty
create table t (id int primary key, a text, b int);
create table u (id int primary key);
create schema s;
create table s.v (id int primary key);
create publication p;
