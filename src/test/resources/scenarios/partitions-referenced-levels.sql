chain
=== split
create table ev (id bigint, at timestamptz not null, kind text, primary key (id, at, kind)) partition by range (at);
create table ev_2024 partition of ev for values from ('2024-01-01') to ('2025-01-01') partition by list (kind);
create table ev_2024_a partition of ev_2024 for values in ('a','b','c');
create table ev_2024_d partition of ev_2024 default;
create table ev_2025 partition of ev for values from ('2025-01-01') to ('2026-01-01');
create table ev_def partition of ev default;
create index on ev (kind, id);
create table ref (id bigint, at timestamptz, kind text, foreign key (id, at, kind) references ev on delete cascade);
--- rows
insert into ev values (1,'2024-02-01','a'),(2,'2024-03-01','z'),(3,'2023-01-01','a'),(4,'2025-01-01', 'q'); insert into ref values (1,'2024-02-01','a');
=== a
create table ev (id bigint, at timestamptz not null, kind text, primary key (id, at, kind)) partition by range (at);
create table ev_2024 partition of ev for values from ('2024-01-01') to ('2025-01-01') partition by list (kind);
create table ev_2024_a partition of ev_2024 for values in ('a','b');
create table ev_2024_d partition of ev_2024 default;
create table ev_def partition of ev default;
create index on ev (kind);
create table ref (id bigint, at timestamptz, kind text, foreign key (id, at, kind) references ev);
--- rows
insert into ev values (1,'2024-02-01','a'),(2,'2024-03-01','z'),(3,'2023-01-01','a'); insert into ref values (1,'2024-02-01','a');
=== detached
create table ev (id bigint, at timestamptz not null, kind text, primary key (id, at, kind)) partition by range (at);
create table ev_2024 (id bigint, at timestamptz not null, kind text, constraint ev_2024_pkey primary key (id, at, kind)) partition by list (kind);
create table ev_2024_a partition of ev_2024 for values in ('a','b');
create table ev_def partition of ev default;
--- rows
insert into ev values (3,'2023-01-01','a'); insert into ev_2024 values (5,'2024-01-01','a');
