chain
=== a
create table p (id int not null, v int, w text) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create function tf() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger tr after insert or update on p for each row execute function tf();
create trigger own before insert on p1 for each row execute function tf();
alter table p2 disable trigger tr;
create function audit() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger st after update on p referencing old table as o new table as n for each statement execute function audit();
alter table p1 alter v set default 7;
alter table p1 add constraint only1 check (v > 0);
comment on table p1 is 'one';
grant select on p1 to pg_monitor;
--- rows
insert into p values (1,1,'a'),(11,2,'b');
=== b
create table p (id int not null, v bigint not null, w varchar(10) collate "C") partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create function tf() returns trigger language plpgsql as $$ begin return old; end $$;
create trigger tr after insert or update of v on p for each row when (new.v > 0) execute function tf('x');
create trigger own before insert or delete on p1 for each row execute function tf();
alter table p1 disable trigger tr;
create function audit() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger st after insert on p referencing new table as n for each statement execute function audit();
alter table p1 alter v set default 8;
alter table p1 add constraint only1 check (v > 0 and v < 100);
comment on table p1 is 'one';
grant select, insert on p1 to pg_monitor;
create index on p (w);
--- rows
insert into p values (1,1,'a'),(11,2,'b');
