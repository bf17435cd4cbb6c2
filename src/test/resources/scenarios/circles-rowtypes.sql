-- A table becomes a view of its name while functions over its rows and trigger functions change.
=== v1
create table v (id int primary key, a int);
create function f() returns setof v language sql as $$ select * from v $$;
create table log (id int);
create function trg() returns trigger language plpgsql as $$ begin perform f(); return new; end $$;
create trigger t1 after insert on log for each row execute function trg();
=== v3
create table v (id int primary key, a int);
create function trg() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger t1 after insert on v for each row execute function trg();
=== v4
create table base (id int primary key, a int);
create view v as select id, a from base;
create function trg() returns setof v language sql as $$ select * from v $$;
