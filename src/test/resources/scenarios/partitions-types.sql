star
of two levels > another type of the key: plan blocked TDM-224
of two levels > another type of the key below: plan blocked TDM-224
=== of two levels
create table p (id int, d int, k smallint) partition by range (d);
create table p1 partition of p for values from (0) to (10) partition by list (k);
create table p11 partition of p1 default;
create table t (id int primary key, u text unique);
comment on index t_pkey is 'primary'; comment on constraint t_pkey on t is 'c'; comment on index t_u_key is 'u';
=== another type of the key
create table p (id int, d bigint, k smallint) partition by range (d);
create table p1 partition of p for values from (0) to (10) partition by list (k);
create table p11 partition of p1 default;
=== another type of the key below
create table p (id int, d int, k int) partition by range (d);
create table p1 partition of p for values from (0) to (10) partition by list (k);
create table p11 partition of p1 default;
=== another type beside it
create table p (id bigint, d int, k smallint) partition by range (d);
create table p1 partition of p for values from (0) to (10) partition by list (k);
create table p11 partition of p1 default;
create table t (id int, u text, constraint t_pkey primary key (u), unique (id));
comment on index t_pkey is 'another'; comment on index t_id_key is 'id';
create sequence s owned by t.id;
alter table t alter id set default nextval('s');
