-- live
create table t (id int, a text); create view v1 as select id, a from t; create view v2 as select id from v1;
create view v3 as select a from v1; create materialized view m as select id from v2; create index m_id on m (id);
comment on view v2 is 'two'; comment on materialized view m is 'em';
-- rows
insert into t values (1, 'a');
-- declared
create table t (id int, a text, b int); create view v1 with (security_barrier) as select a, id from t;
create view v0 as select b from t; create view v2 as select id, b from v1, v0;
create view v3 as select a, 1 as one from v1; create materialized view m as select id from v2; create index m_id on m (id);
comment on view v2 is 'two'; comment on materialized view m is 'em'; comment on column v3.one is 'uno';
