d > a: plan blocked TDM-205
d > b: plan blocked TDM-205
=== a
create schema "My Schema"; create schema "select";
create table "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" (id serial primary key, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" int unique, "Select" int check ("Select" > 0), "ööööööööööööööööööööööööööööööö" text not null);
create table "select"."table" ("user" int primary key, "from" int references "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" (id), "a.b" int, "q""q" text);
create index "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnbbb" on "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" ("Select"); create index on "select"."table" ("a.b", lower("q""q"));
create view "select"."View" as select "user", "a.b" as "A.B" from "select"."table";
--- rows
insert into "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa", "Select", "ööööööööööööööööööööööööööööööö") values (1, 2, 'x');
insert into "select"."table" values (1, 1, 5, 'p');
=== b
create schema "My Schema"; create schema "select";
create table "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" (id bigserial primary key, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" bigint unique, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaab" int unique, "Select" bigint check ("Select" > 0), "select" int default 1 check ("select" > 0), "ööööööööööööööööööööööööööööööö" varchar(20) not null);
create table "select"."table" ("user" bigint primary key, "from" bigint references "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" (id), "a.b" bigint, "q""q" text, "Q""q" text);
create index "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnbbb" on "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" ("Select", "select"); create unique index on "select"."table" ("a.b", lower("q""q"));
create view "select"."View" as select "user", "a.b" as "A.B", "Q""q" from "select"."table";
--- rows
insert into "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa" ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa", "Select", "ööööööööööööööööööööööööööööööö") values (1, 2, 'x');
insert into "select"."table" values (1, 1, 5, 'p');
=== d
create schema "My Schema"; create schema "select";
-- @renamed from="nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa"
create table "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnccc" (id serial primary key,
 "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnddd" int unique, -- @renamed from="nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnaaa"
 "SELECT" int check ("SELECT" > 0), -- @renamed from="Select"
 "ööööööööööööööööööööööööööööööö" text not null);
-- @renamed from="table"
create table "select"."Table" (
 "User" int primary key, -- @renamed from="user"
 "from" int references "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnccc" (id), "a.b" int, "q""q" text);
create index "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnbbb" on "My Schema"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnccc" ("SELECT"); create index on "select"."Table" ("a.b", lower("q""q"));
create view "select"."View" as select "User", "a.b" as "A.B" from "select"."Table";
