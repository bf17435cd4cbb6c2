=== of the parent
create table p (id int, a int, constraint c check (a > 0));
create table k (b int) inherits (p);
alter table p alter id set not null;
--- rows
insert into p values (1, 1); insert into k values (11, 2, 3);
=== not inherited
create table p (id int, a int);
create table k (b int) inherits (p);
alter table only p add constraint c check (a > 0) no inherit;
--- rows
insert into p values (1, 1); insert into k values (11, 2, 3);
=== of the child
create table p (id int, a int);
create table k (b int) inherits (p);
alter table k add constraint c check (a > 0);
alter table k alter id set not null;
--- rows
insert into p values (1, 1); insert into k values (11, 2, 3);
=== null inherited by nobody
create table p (id int, a int, constraint nn not null id no inherit);
create table k (b int, constraint c check (a > 0) no inherit) inherits (p);
--- rows
insert into p values (1, 1); insert into k values (11, 2, 3);
=== with names
create table p (id int, a int, constraint nn not null id);
create table k (b int, constraint nk not null a) inherits (p);
alter table k alter a set default 5;
--- rows
insert into p values (1, 1); insert into k values (11, 2, 3);
=== apart with names
create table p (id int, a int, constraint nn not null id);
create table k (id int constraint nid not null, a int, b int);
--- rows
insert into p values (1, 1); insert into k values (11, 2, 3);
