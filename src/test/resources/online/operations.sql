-- What OnlineDdlTest measures: each operation's schema before and after, and the statement that one would write by hand.
-- "t" and "parent" hold rows enough that a scan matters; sections: before, after, by hand, and from which major version on.

=== add a column with a constant or stable default
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, n int not null default 5, at timestamptz default now());
--- by hand
alter table t add n int not null default 5, add at timestamptz default now()

=== add a column with a volatile default
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, token uuid default gen_random_uuid());
--- by hand
alter table t add token uuid default gen_random_uuid()

=== add an identity column
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, no bigint generated always as identity);
--- by hand
alter table t add no bigint generated always as identity

=== add a stored generated column
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, twice int generated always as (id * 2) stored);
--- by hand
alter table t add twice int generated always as (id * 2) stored

=== add a virtual generated column (18)
--- from 18
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, twice int generated always as (id * 2) virtual);
--- by hand
alter table t add twice int generated always as (id * 2) virtual

=== add a virtual generated column that is NOT NULL (18)
--- from 18
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, twice int not null generated always as (id * 2) virtual);
--- by hand
alter table t add twice int not null generated always as (id * 2) virtual

=== add a column of a domain with a check
--- before
create domain positive as int check (value > 0);
create table t (id int primary key, s text);
--- after
create domain positive as int check (value > 0);
create table t (id int primary key, s text, n positive);
--- by hand
alter table t add n positive

=== SET NOT NULL
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text not null);
--- by hand
alter table t alter s set not null

=== DROP NOT NULL
--- before
create table t (id int primary key, s text not null);
--- after
create table t (id int primary key, s text);
--- by hand
alter table t alter s drop not null

=== add a column with a check and a default
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, n int default 1 check (n > 0));
--- by hand
alter table t add n int default 1 check (n > 0)

=== add a column with a foreign key
--- before
create table parent (id int primary key, s text);
create table t (id int primary key, s text);
--- after
create table parent (id int primary key, s text);
create table t (id int primary key, s text, parent int references parent);
--- by hand
alter table t add parent int references parent

=== add a unique column
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, n int unique);
--- by hand
alter table t add n int unique

=== drop a column
--- before
create table t (id int primary key, s text, n int);
--- after
create table t (id int primary key, s text);
--- by hand
alter table t drop n

=== int to bigint
--- before
create table t (id int primary key, s text, n int);
--- after
create table t (id int primary key, s text, n bigint);
--- by hand
alter table t alter n type bigint

=== a longer varchar, or text
--- before
create table t (id int primary key, s text, c varchar(100), d varchar(100));
--- after
create table t (id int primary key, s text, c varchar(200), d text);
--- by hand
alter table t alter c type varchar(200), alter d type text

=== a longer varchar under a check
--- before
create table t (id int primary key, s text, c varchar(100), constraint c_filled check (c <> ''));
--- after
create table t (id int primary key, s text, c varchar(200), constraint c_filled check (c <> ''));
--- by hand
alter table t alter c type varchar(200)

=== another collation of an indexed column
--- before
create table t (id int primary key, s text);
create index t_s on t (s);
--- after
create table t (id int primary key, s text collate "C");
create index t_s on t (s);
--- by hand
alter table t alter s type text collate "C"

=== add a check
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text, constraint s_filled check (s <> ''));
--- by hand
alter table t add constraint s_filled check (s <> '')

=== add a foreign key
--- before
create table parent (id int primary key, s text);
create table t (id int primary key, s text);
--- after
create table parent (id int primary key, s text);
create table t (id int primary key, s text, constraint t_parent foreign key (id) references parent);
--- by hand
alter table t add constraint t_parent foreign key (id) references parent

=== drop a foreign key
--- before
create table parent (id int primary key, s text);
create table t (id int primary key, s text, constraint t_parent foreign key (id) references parent);
--- after
create table parent (id int primary key, s text);
create table t (id int primary key, s text);
--- by hand
alter table t drop constraint t_parent

=== make a foreign key deferrable
--- before
create table parent (id int primary key, s text);
create table t (id int primary key, s text, constraint t_parent foreign key (id) references parent);
--- after
create table parent (id int primary key, s text);
create table t (id int primary key, s text, constraint t_parent foreign key (id) references parent deferrable);
--- by hand
alter table t alter constraint t_parent deferrable

=== add a primary key over a NOT NULL column
--- before
create table t (id int not null, s text);
--- after
create table t (id int not null, s text, constraint t_pk primary key (id));
--- by hand
alter table t add constraint t_pk primary key (id)

=== add a primary key over a nullable column
--- before
create table t (id int, s text);
--- after
create table t (id int, s text, constraint t_pk primary key (id));
--- by hand
alter table t add constraint t_pk primary key (id)

=== add a unique constraint
--- before
create table t (id int not null, s text);
--- after
create table t (id int not null, s text, constraint t_id unique (id));
--- by hand
alter table t add constraint t_id unique (id)

=== add an exclusion constraint
--- before
create table t (id int not null, s text);
--- after
create table t (id int not null, s text, constraint t_id exclude (id with =));
--- by hand
alter table t add constraint t_id exclude (id with =)

=== add a check to a domain in use
--- before
create domain positive as int;
create table t (id positive primary key, s text);
--- after
create domain positive as int constraint above check (value > 0);
create table t (id positive primary key, s text);
--- by hand
alter domain positive add constraint above check (value > 0)

=== create an index
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
create index t_s on t (s);
--- by hand
create index t_s on t (s)

=== drop an index
--- before
create table t (id int primary key, s text);
create index t_s on t (s);
--- after
create table t (id int primary key, s text);
--- by hand
drop index t_s

=== replace an index
--- before
create table t (id int primary key, s text);
create index t_s on t (s);
--- after
create table t (id int primary key, s text);
create index t_s on t (s desc);
--- by hand
drop index t_s; create index t_s on t (s desc)

=== create an index on a partitioned table
--- before
create table t (id int, s text) partition by range (id);
create table t1 partition of t for values from (0) to (60000);
create table t2 partition of t for values from (60000) to (1000000);
--- after
create table t (id int, s text) partition by range (id);
create table t1 partition of t for values from (0) to (60000);
create table t2 partition of t for values from (60000) to (1000000);
create index t_s on t (s);
--- by hand
create index t_s on t (s)

=== attach a partition
--- before
create table p (id int, s text) partition by range (id);
create table t (id int, s text);
--- after
create table p (id int, s text) partition by range (id);
create table t partition of p for values from (0) to (1000000);
--- by hand
alter table p attach partition t for values from (0) to (1000000)

=== add a partition
--- before
create table t (id int, s text) partition by range (id);
create table t1 partition of t for values from (0) to (1000000);
--- after
create table t (id int, s text) partition by range (id);
create table t1 partition of t for values from (0) to (1000000);
create table t2 partition of t for values from (1000000) to (2000000);
--- by hand
create table t2 partition of t for values from (1000000) to (2000000)

=== detach a partition
--- before
create table t (id int, s text) partition by range (id);
create table t1 partition of t for values from (0) to (60000);
create table t2 partition of t for values from (60000) to (1000000);
--- after
create table t (id int, s text) partition by range (id);
create table t1 partition of t for values from (0) to (60000);
create table t2 (id int, s text);
--- by hand
alter table t detach partition t2

=== add a label to an enum
--- before
create type mood as enum ('sad', 'happy');
create table t (id int primary key, s text, m mood default 'sad');
--- after
create type mood as enum ('sad', 'ok', 'happy');
create table t (id int primary key, s text, m mood default 'sad');
--- by hand
alter type mood add value 'ok' before 'happy'

=== remove a label from an enum
--- before
create type mood as enum ('sad', 'ok', 'happy');
create table t (id int primary key, s text, m mood default 'sad');
--- after
create type mood as enum ('sad', 'happy');
create table t (id int primary key, s text, m mood default 'sad');
--- by hand
alter type mood rename to mood_old; create type mood as enum ('sad', 'happy'); alter table t alter m drop default, alter m type mood using m::text::mood, alter m set default 'sad'; drop type mood_old

=== create a trigger
--- before
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table t (id int primary key, s text);
--- after
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table t (id int primary key, s text);
create trigger touched before update on t for each row execute function touch();
--- by hand
create trigger touched before update on t for each row execute function touch()

=== drop a trigger
--- before
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table t (id int primary key, s text);
create trigger touched before update on t for each row execute function touch();
--- after
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table t (id int primary key, s text);
--- by hand
drop trigger touched on t

=== row-level security with a policy
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
alter table t enable row level security;
create policy everything on t using (true);
--- by hand
create policy everything on t using (true); alter table t enable row level security

=== make a table unlogged
--- before
create table t (id int primary key, s text);
--- after
create unlogged table t (id int primary key, s text);
--- by hand
alter table t set unlogged

=== storage parameters
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text) with (fillfactor = 80, autovacuum_enabled = false);
--- by hand
alter table t set (fillfactor = 80, autovacuum_enabled = false)

=== statistics target of a column
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
alter table t alter s set statistics 500;
--- by hand
alter table t alter s set statistics 500

=== extended statistics
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
create statistics t_both on id, s from t;
--- by hand
create statistics t_both on id, s from t

=== storage and compression of a column
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text compression pglz);
alter table t alter s set storage external;
--- by hand
alter table t alter s set storage external, alter s set compression pglz

=== create a table with a foreign key to a busy one
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
create table child (id int primary key, t int references t);
--- by hand
create table child (id int primary key, t int references t)

=== drop a table with a foreign key to a busy one
--- before
create table t (id int primary key, s text);
create table child (id int primary key, t int references t);
--- after
create table t (id int primary key, s text);
--- by hand
drop table child

=== a comment
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
comment on table t is 'busy';
comment on column t.s is 'long';
--- by hand
comment on table t is 'busy'

=== a view's columns
--- before
create table t (id int primary key, s text);
create view v as select id from t;
--- after
create table t (id int primary key, s text);
create view v as select s, id from t;
--- by hand
drop view v; create view v as select s, id from t

=== serial to identity
--- before
create table t (id serial primary key, s text);
--- after
create table t (id int generated by default as identity primary key, s text);
--- by hand
alter table t alter id drop default; drop sequence t_id_seq; alter table t alter id add generated by default as identity

=== replica identity
--- before
create table t (id int primary key, s text);
--- after
create table t (id int primary key, s text);
alter table t replica identity full;
--- by hand
alter table t replica identity full
