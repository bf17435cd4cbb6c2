=== with
create table t (id int primary key, a int);
create view v1 as select id, a from t;
create view v2 as select * from v1;
create function ins() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger vt instead of insert on v1 for each row execute function ins();
create rule r as on delete to v2 do instead nothing;
=== without
create table t (id int primary key, a bigint);
create view v1 as select id, a from t;
create view v2 as select a, id from v1;
