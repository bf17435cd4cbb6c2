chain
=== inherited
create table base (k int, e int, constraint positive check (k > 0));
create table kid (x int) inherits (base);
create table "Other kid" (y int) inherits (base);
--- rows
insert into base values (1, 10); insert into kid values (2, 20, 200); insert into "Other kid" values (3, 30, 300);
=== local
create table base (k int);
create table kid (x int, e int, constraint positive check (k > 0)) inherits (base);
create table "Other kid" (y int) inherits (base);
--- rows
insert into base values (1); insert into kid (k, x, e) values (2, 200, 20); insert into "Other kid" values (3, 300);
=== apart
create table base (k int, z text);
create table kid (k int, x int, e int);
create table "Other kid" (k int, y int);
--- rows
insert into base values (1); insert into kid (k, x, e) values (2, 200, 20); insert into "Other kid" values (3, 300);
=== together
create table base (k bigint not null, z text default 'q', constraint c check (k > 0), constraint n check (k > -1) no inherit);
create table kid (k bigint not null, z text default 'q', x int, e int, constraint c check (k > 0)) inherits (base);
create table aunt (a int);
create table "Other kid" (k bigint not null, z text default 'q', y int, constraint c check (k > 0), a int) inherits (base, aunt);
--- rows
insert into base values (1); insert into kid (k, x, e) values (2, 200, 20); insert into "Other kid" (k, y) values (3, 300);
=== gone
create table kid (k bigint, z text);
