chain
=== int
create table t (id int primary key, a text);
--- rows
insert into t values (41,'x');
=== ownedby
create sequence other cycle maxvalue 1000;
create table t (id smallint primary key default nextval('other') + 1, a text);
alter sequence other owned by t.a;
--- rows
insert into t values (41,'x');
=== gen
create table t (id int primary key, a text generated always as (id::text || '!') stored);
--- rows
insert into t values (41);
