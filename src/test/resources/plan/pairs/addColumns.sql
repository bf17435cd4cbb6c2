-- live
create table t (id int primary key);
-- rows
insert into t select g from generate_series(1, 3) g;
-- declared
create table t (id int primary key, note text, at timestamptz not null default now(),
  k uuid not null default gen_random_uuid(), n int generated always as (id * 2) stored,
  v int generated always as (id + 1) virtual, "order" varchar(7) collate "C" default 'x');
comment on column t.note is 'it''s \ a note';
