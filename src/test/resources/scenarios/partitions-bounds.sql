chain
=== indexed
create table p (id int not null, d date not null, v text) partition by range (d);
create table p1 partition of p for values from ('2024-01-01') to ('2024-02-01');
create table p2 partition of p for values from ('2024-02-01') to ('2024-03-01');
create index pi on p (v);
--- rows
insert into p values (1, '2024-01-05', 'a'), (2, '2024-02-05', 'b');
=== wider
create table p (id int not null, d date not null, v text) partition by range (d);
create table p1 partition of p for values from ('2023-12-01') to ('2024-02-01');
create table p2 partition of p for values from ('2024-02-01') to ('2024-04-01');
create index pi on p (v);
--- rows
insert into p values (1, '2024-01-05', 'a'), (2, '2024-02-05', 'b');
=== with a key instead
create table p (id int not null, d date not null, v text, primary key (id, d)) partition by range (d);
create table p1 partition of p for values from ('2024-01-01') to ('2024-02-01');
create table p2 partition of p for values from ('2024-02-01') to (maxvalue);
create table c (id int, d date, foreign key (id, d) references p);
--- rows
insert into p values (1, '2024-01-05', 'a'), (2, '2024-02-05', 'b'); insert into c values (1, '2024-01-05');
