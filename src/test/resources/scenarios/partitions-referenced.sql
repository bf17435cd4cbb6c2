chain
detached > firstdetached: plan blocked TDM-213
=== a
create table p (id int primary key, v text) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create table p3 partition of p for values from (20) to (30);
create table r (id int primary key, p_id int references p);
--- rows
insert into p values (1,'a'),(11,'b'),(21,'c'); insert into r values (1,1),(2,1);
=== bounds
create table p (id int primary key, v text) partition by range (id);
create table p1 partition of p for values from (0) to (9);
create table p2 partition of p for values from (10) to (20);
create table p3 partition of p for values from (20) to (30);
create table r (id int primary key, p_id int references p);
--- rows
insert into p values (1,'a'),(11,'b'),(21,'c'); insert into r values (1,1),(2,1);
=== gone
create table p (id int primary key, v text) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create table r (id int primary key, p_id int references p);
--- rows
insert into p values (1,'a'),(11,'b'); insert into r values (1,1),(2,1);
=== detached
create table p (id int primary key, v text) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create table p3 (id int constraint p3_pkey primary key, v text);
create table r (id int primary key, p_id int references p);
--- rows
insert into p values (1,'a'),(11,'b'); insert into p3 values (21,'c'); insert into r values (1,1),(2,1);
=== firstdetached
create table p (id int primary key, v text) partition by range (id);
create table p1 (id int constraint p1_pkey primary key, v text);
create table p2 partition of p for values from (10) to (20);
create table p3 partition of p for values from (20) to (30);
create table r (id int primary key, p_id int references p);
--- rows
insert into p values (11,'b'); insert into p1 values (1,'c'); insert into r values (1,11);
