-- live
create table t (id int, a int, b int, constraint c1 check (a > 0), constraint u1 unique (a));
create table p (id int primary key);
-- rows
insert into p values (1); insert into t values (1, 1, 1);
-- declared
create table p (id int primary key, code int);
create table t (id int primary key, a int, b int, constraint c1 check (a > -5), constraint u1 unique (a, b),
  constraint u2 unique (b) deferrable initially deferred, constraint fk foreign key (b) references p on delete cascade,
  constraint no check (b <> 7) no inherit);
comment on constraint c1 on t is 'why';
