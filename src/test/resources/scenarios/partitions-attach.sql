chain
=== apart
create table p (id int not null, d date not null, v text, primary key (id, d)) partition by range (d);
create index p_v_idx on p (v);
create table p1 (id int not null, d date not null, v text, primary key (id, d));
create index p1_v_idx on p1 (v);
create table p2 (id int not null, d date not null, v text, primary key (id, d));
create index p2_v_idx on p2 (v);
--- rows
insert into p1 values (1, '2020-05-05', 'x'); insert into p2 values (2, '2021-05-05', 'y');
=== together
create table p (id int not null, d date not null, v text, primary key (id, d)) partition by range (d);
create index p_v_idx on p (v);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create table p2 partition of p for values from ('2021-01-01') to ('2022-01-01');
--- rows
insert into p1 values (1, '2020-05-05', 'x'); insert into p2 values (2, '2021-05-05', 'y');
=== other bounds
create table p (id int not null, d date not null, v text, w int default 3, constraint pk primary key (id, d)) partition by range (d);
create index p_v_idx on p (v);
create table p1 partition of p for values from ('2019-01-01') to ('2020-12-01');
create table p2 partition of p for values from ('2021-02-01') to ('2022-01-01');
create table p3 partition of p for values from ('2020-12-01') to ('2021-02-01');
create table pd partition of p default;
--- rows
insert into p1 values (1, '2020-05-05', 'x'); insert into p2 values (2, '2021-05-05', 'y');
