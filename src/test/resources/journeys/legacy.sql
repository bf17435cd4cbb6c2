--= schema
--
-- PostgreSQL database dump
--

\restrict abcDEF123

-- Dumped from database version 9.6.24
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: Sales; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "Sales Dept";
ALTER SCHEMA "Sales Dept" OWNER TO postgres;

CREATE TYPE "Sales Dept"."OrderState" AS ENUM (
    'New',
    'In Progress',
    'it''s done',
    'größer'
);
ALTER TYPE "Sales Dept"."OrderState" OWNER TO postgres;

CREATE FUNCTION "Sales Dept"."getTotal"("orderId" integer) RETURNS numeric
    LANGUAGE plpgsql
    AS $_$
DECLARE total numeric; -- CREATE TABLE nonsense;
BEGIN
  EXECUTE 'SELECT sum("Price") FROM "Sales Dept"."Order" WHERE "Id" = $1' INTO total USING "orderId";
  RETURN total;
END;
$_$;
ALTER FUNCTION "Sales Dept"."getTotal"("orderId" integer) OWNER TO postgres;

SET default_tablespace = '';
SET default_with_oids = false;

CREATE TABLE "Sales Dept"."Order" (
    "Id" integer NOT NULL,
    "user" character varying(50) NOT NULL,
    "select" text COLLATE pg_catalog."C",
    "order" integer DEFAULT 0,
    "State" "Sales Dept"."OrderState" DEFAULT 'New'::"Sales Dept"."OrderState" NOT NULL,
    "Price" double precision DEFAULT '0'::double precision,
    "a ""quoted"" one" boolean DEFAULT false,
    "Größe" character(3) DEFAULT 'XXL'::bpchar,
    created timestamp without time zone DEFAULT ('now'::text)::timestamp without time zone,
    oid_ref oid,
    "when" date DEFAULT ('now'::text)::date
)
WITH (fillfactor='70', autovacuum_enabled='true');
ALTER TABLE "Sales Dept"."Order" OWNER TO postgres;
COMMENT ON TABLE "Sales Dept"."Order" IS 'Old; never touched since ''09';
COMMENT ON COLUMN "Sales Dept"."Order"."Größe" IS 'size';

CREATE SEQUENCE "Sales Dept"."Order_Id_seq"
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE "Sales Dept"."Order_Id_seq" OWNER TO postgres;
ALTER SEQUENCE "Sales Dept"."Order_Id_seq" OWNED BY "Sales Dept"."Order"."Id";

CREATE UNLOGGED TABLE public."Session" (
    "SID" character(32) NOT NULL,
    "Data" bytea,
    "Expires" bigint DEFAULT 0
);
ALTER TABLE public."Session" OWNER TO postgres;

CREATE TABLE public.log2019 (
    "Message" text,
    level smallint
);
CREATE TABLE public.log (
    "Message" text,
    level smallint
);

CREATE VIEW "Sales Dept"."View of Orders" AS
 SELECT o."Id",
    o."user" AS "User",
    (o."Price" * (1.19)::double precision) AS "Gross",
        CASE
            WHEN (o."State" = 'it''s done'::"Sales Dept"."OrderState") THEN 'y'::text
            ELSE 'n'::text
        END AS "Done?"
   FROM "Sales Dept"."Order" o
  WHERE (o."order" IS NOT NULL);
ALTER TABLE "Sales Dept"."View of Orders" OWNER TO postgres;

ALTER TABLE ONLY "Sales Dept"."Order" ALTER COLUMN "Id" SET DEFAULT nextval('"Sales Dept"."Order_Id_seq"'::regclass);
ALTER TABLE ONLY "Sales Dept"."Order"
    ADD CONSTRAINT "PK_Order" PRIMARY KEY ("Id") WITH (fillfactor='90');
ALTER TABLE ONLY public."Session"
    ADD CONSTRAINT "Session_pkey" PRIMARY KEY ("SID");
ALTER TABLE "Sales Dept"."Order" CLUSTER ON "PK_Order";
ALTER TABLE ONLY "Sales Dept"."Order" ALTER COLUMN "user" SET STATISTICS 200;
ALTER TABLE ONLY public.log REPLICA IDENTITY FULL;
ALTER TABLE "Sales Dept"."Order"
    ADD CONSTRAINT "CK price" CHECK (("Price" >= (0)::double precision)) NOT VALID;

CREATE INDEX "IX_Order_user" ON "Sales Dept"."Order" USING btree ("user" varchar_pattern_ops);
CREATE INDEX "IX lower" ON "Sales Dept"."Order" USING btree (lower(("select")::text)) TABLESPACE pg_default;
CREATE UNIQUE INDEX "IX_Order_u" ON "Sales Dept"."Order" USING btree ("user", "order") WHERE (NOT "a ""quoted"" one");

CREATE RULE "log_to_2019" AS
    ON INSERT TO public.log
   WHERE (new.level > 5) DO INSTEAD  INSERT INTO public.log2019 ("Message", level)
  VALUES (new."Message", new.level);
CREATE RULE "upd_view" AS ON UPDATE TO "Sales Dept"."View of Orders" DO INSTEAD UPDATE "Sales Dept"."Order" SET "user" = new."User" WHERE "Id" = old."Id";

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO PUBLIC;
GRANT SELECT,INSERT ON TABLE "Sales Dept"."Order" TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA "Sales Dept" GRANT SELECT ON TABLES TO postgres;

\unrestrict abcDEF123

--
-- PostgreSQL database dump complete
--
--= rows
insert into "Sales Dept"."Order" ("user", "order", "Price") select 'u' || i, i, i from generate_series(1, 100) i;
insert into "Session" ("SID") select md5(i::text) from generate_series(1, 10) i;
insert into log select 'm', 1 from generate_series(1, 10);
--= step mixed-case columns come, one is renamed, its view and rule with it
--<
    oid_ref oid,
-->
    oid_ref oid,
    "Tax Rate" numeric(4,3) DEFAULT 0.19 NOT NULL,
--<
    "select" text COLLATE pg_catalog."C",
-->
    "Note" text COLLATE pg_catalog."C", -- @renamed from=select
--<
(lower(("select")::text))
-->
(lower(("Note")::text))
--= step the serial is big | rewrites table "Sales Dept"."Order"
--<
    "Id" integer NOT NULL,
-->
    "Id" bigint NOT NULL,
--<
    AS integer
    START
-->
    START
--= step the money is a numeric at last | converts .6 | rewrites table "Sales Dept"."Order"
--<
    "Price" double precision DEFAULT '0'::double precision,
-->
    "Price" numeric(12,2) DEFAULT 0,
--<
CHECK (("Price" >= (0)::double precision)) NOT VALID
-->
CHECK (("Price" >= 0))
--<
(o."Price" * (1.19)::double precision)
-->
(o."Price" * 1.19)
--= step a label in the middle, one renamed
--<
    'In Progress',
-->
    'Wait "a bit"',
    'In progress', -- @renamed from="In Progress"
--= step serial becomes identity, the session is logged | rewrites table public."Session" | remakes sequence "Sales Dept"."Order_Id_seq"
--<
CREATE SEQUENCE "Sales Dept"."Order_Id_seq"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE "Sales Dept"."Order_Id_seq" OWNER TO postgres;
ALTER SEQUENCE "Sales Dept"."Order_Id_seq" OWNED BY "Sales Dept"."Order"."Id";
-->
ALTER TABLE "Sales Dept"."Order" ALTER COLUMN "Id" ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME "Sales Dept"."Order_Id_seq"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
--<
ALTER TABLE ONLY "Sales Dept"."Order" ALTER COLUMN "Id" SET DEFAULT nextval('"Sales Dept"."Order_Id_seq"'::regclass);
-->
--<
CREATE UNLOGGED TABLE
-->
CREATE TABLE
--= step storage parameters of table and key
--<
WITH (fillfactor='70', autovacuum_enabled='true');
-->
WITH (autovacuum_vacuum_scale_factor='0.02');
--<
 PRIMARY KEY ("Id") WITH (fillfactor='90');
-->
 PRIMARY KEY ("Id");
