-- Two functions of one name, of which a default of the other makes every call ambiguous: one comes, goes or changes under a check and a view.
=== both
create function f(x int, y int) returns int language sql immutable as $$ select x + y $$;
create function f(x int, y int, z int) returns int language sql immutable as $$ select x + y + z $$;
create table a (id int primary key, v int, check (f(v, 1) > 0));
create view va as select f(1, 2) as one from a;
--- rows
insert into a values (1, 1);
=== three
create function f(x int, y int, z int default 3) returns int language sql immutable as $$ select x + y + z $$;
create table a (id int primary key, v int, check (f(v, 1) > 0));
create view va as select f(1, 2) as one from a;
--- rows
insert into a values (1, 1);
=== two
create function f(x int, y int) returns int language sql immutable as $$ select x + y $$;
create table a (id int primary key, v int, check (f(v, 1) > 0));
create view va as select f(1, 2) as one from a;
--- rows
insert into a values (1, 1);
