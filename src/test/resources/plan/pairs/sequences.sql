-- live
create sequence s; create sequence q as int increment by 2; create table t (id int default nextval('s'), x int);
-- rows
-- declared
create sequence s as int cache 7 maxvalue 99 cycle; create sequence q as int increment by 2; create sequence fresh minvalue 5;
create table t (id int default nextval('s'), x int); alter sequence q owned by t.x; comment on sequence s is 'es';
