-- live
-- rows
-- declared
set search_path = '';
create sequence public.t_id_seq; create table public.t (id bigint not null, "user" text);
alter sequence public.t_id_seq owned by public.t.id;
alter table only public.t alter column id set default nextval('public.t_id_seq'::regclass);
alter table only public.t add constraint t_pkey primary key (id);
