chain
=== one
create table t (id int primary key, a int);
create table log (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create view v as select id, a from t;
create trigger tg instead of insert on v for each row execute function f();
create rule vi as on delete to v do instead delete from t where id = old.id;
create rule r as on insert to t do also insert into log values (new.id);
--- rows
insert into t values (1, 1);
=== another type, both changed
create table t (id int primary key, a bigint);
create table log (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create view v as select id, a from t;
create trigger tg instead of insert or update on v for each row execute function f();
create rule vi as on delete to v do instead delete from t where id = old.id and a = old.a;
create rule r as on insert to t do also insert into log values (new.a);
--- rows
insert into t values (1, 1);
=== fewer columns, a rule without a list of columns
create table t (b int, id int primary key);
create table log (n int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create view v as select id from t;
create trigger tg instead of update on v for each row execute function f();
create rule vi as on insert to v do instead insert into t values (1, new.id);
create rule r as on insert to t do also insert into log values (new.b);
--- rows
insert into t values (1, 1);
