chain
=== a
create table "Orders" ("Id" serial primary key, "User Name" text not null, "select" int, "a.b" int check ("a.b" > 0));
create index "Idx;1" on "Orders" ("User Name", "select");
create view "V" as select "Id", "User Name" as "un" from "Orders";
create function "F"("X y" "Orders") returns text language sql as $$ select ($1)."User Name" $$;
comment on column "Orders"."a.b" is 'x''y"z\';
create trigger "T r" before update of "select" on "Orders" for each row execute function suppress_redundant_updates_trigger();
--- rows
insert into "Orders" ("User Name","select","a.b") values ('a',1,1);
=== b
create table "Orders" ("Id" bigserial primary key, "User Name" varchar(50) not null, "select" bigint, "a.b" numeric check ("a.b" > 0 and "a.b" < 1000));
create unique index "Idx;1" on "Orders" ("User Name", "select");
create view "V" as select "Id", "User Name" as "un", "select" from "Orders";
create function "F"("X y" "Orders") returns text language sql as $$ select ($1)."User Name" || ($1)."select" $$;
comment on column "Orders"."a.b" is E'x\n--y';
create trigger "T r" before update of "select", "a.b" on "Orders" for each row execute function suppress_redundant_updates_trigger();
--- rows
insert into "Orders" ("User Name","select","a.b") values ('a',1,1);
