chain
=== a
create table t (id int primary key, tenant text, secret text);
alter table t enable row level security;
create function me() returns text language sql stable as $$ select current_user::text $$;
create policy p on t using (tenant = me());
create view v as select * from t;
grant select (id, tenant), update (tenant) on t to pg_monitor;
grant execute on function me() to pg_monitor;
revoke execute on function me() from public;
alter default privileges grant select on tables to pg_read_all_stats;
create statistics st (ndistinct, dependencies) on tenant, secret from t;
--- rows
insert into t values (1,'a','b');
=== b
create type tenant as enum ('a','b');
create table t (id int primary key, tenant tenant, secret varchar(40), added text);
alter table t enable row level security;
alter table t force row level security;
create function me() returns tenant language sql stable as $$ select 'a'::tenant $$;
create policy p on t using (tenant = me());
create policy p2 on t as restrictive for update to pg_monitor using (true) with check (secret is not null);
create view v as select * from t;
grant select (id, tenant, added), insert (tenant) on t to pg_monitor;
grant execute on function me() to public;
alter default privileges grant select on tables to pg_read_all_stats;
alter default privileges grant insert on tables to pg_monitor;
create statistics st (ndistinct, mcv) on tenant, secret, (id + 1) from t;
--- rows
insert into t values (1,'a','b');
