chain
one > chain without x above: plan blocked TDM-210
chain without x above > one: plan blocked TDM-210
x in the leaf > chain without x above: plan blocked TDM-210
=== other parent
create table a (id int, x int not null);
create table b (id int, y text);
create table k (x int not null, z int) inherits (b);
--- rows
insert into a values (1,1); insert into b values (2,'b'); insert into k (id,x,y,z) values (3,3,'k',3);
=== one
create table a (id int, x int not null);
create table b (id int, y text);
create table k (y text, z int) inherits (a);
--- rows
insert into a values (1,1); insert into b values (2,'b'); insert into k (id,x,y,z) values (3,3,'k',3);
=== chain without x above
create table a (id int);
create table b (x int not null, y text) inherits (a);
create table k (z int) inherits (b);
--- rows
insert into a values (1); insert into b values (2,4,'b'); insert into k (id,x,y,z) values (3,3,'k',3);
=== x in the leaf
create table a (id int);
create table b (y text) inherits (a);
create table k (x int not null, z int) inherits (b);
--- rows
insert into a values (1); insert into b values (2,'b'); insert into k (id,x,y,z) values (3,3,'k',3);
=== types of all
create table a (id bigint, x numeric);
create table b (y varchar(20)) inherits (a);
create table k (z bigint) inherits (b);
--- rows
insert into a values (1,1); insert into b values (2,4,'b'); insert into k (id,x,y,z) values (3,3,'k',3);
=== chain and direct
create table a (id int, x int not null);
create table b (y text) inherits (a);
create table k (z int) inherits (b, a);
--- rows
insert into a values (1,1); insert into b values (2,4,'b'); insert into k (id,x,y,z) values (3,3,'k',3);
