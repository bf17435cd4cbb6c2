-- live
create table "Odd Table" ("Column" int, "select" int);
-- rows
insert into "Odd Table" values (1, 2);
-- declared
create table "Odd Table" ("Column" bigint, "select" int not null, "ü" text);
create index "Odd Index" on "Odd Table" ("Column"); alter table "Odd Table" add constraint "a""b" unique ("select");
