--= schema
CREATE SCHEMA dw;
CREATE SCHEMA mart;
CREATE TABLE dw.dates (day date PRIMARY KEY, iso_week int GENERATED ALWAYS AS (extract(week FROM day)::int) STORED, holiday boolean NOT NULL DEFAULT false);
CREATE TABLE dw.sources (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, weight real DEFAULT 1.0);
CREATE TABLE dw.visits (
    at timestamptz NOT NULL,
    source smallint REFERENCES dw.sources,
    visitor uuid NOT NULL,
    pages int NOT NULL DEFAULT 1,
    revenue numeric,
    props jsonb
) PARTITION BY RANGE (at);
CREATE TABLE dw.visits_2026 PARTITION OF dw.visits FOR VALUES FROM ('2026-01-01 00:00Z') TO ('2027-01-01 00:00Z') PARTITION BY LIST (source);
CREATE TABLE dw.visits_2026_web PARTITION OF dw.visits_2026 FOR VALUES IN (1, 2);
CREATE TABLE dw.visits_2026_rest PARTITION OF dw.visits_2026 DEFAULT;
CREATE TABLE dw.visits_old PARTITION OF dw.visits FOR VALUES FROM (MINVALUE) TO ('2026-01-01 00:00Z');
CREATE INDEX visits_visitor ON dw.visits (visitor);
CREATE INDEX ON dw.visits USING brin (at);
CREATE STATISTICS dw.visits_corr (dependencies, mcv) ON source, pages FROM dw.visits;

CREATE MATERIALIZED VIEW mart.daily AS
    SELECT v.at::date AS day, s.name AS source, count(*) AS visits, count(DISTINCT v.visitor) AS visitors, sum(v.revenue) AS revenue
    FROM dw.visits v JOIN dw.sources s ON s.id = v.source GROUP BY 1, 2;
CREATE UNIQUE INDEX daily_key ON mart.daily (day, source);
CREATE INDEX daily_revenue ON mart.daily (revenue DESC NULLS LAST) WHERE revenue > 0;
COMMENT ON MATERIALIZED VIEW mart.daily IS 'refreshed concurrently, each night';
COMMENT ON COLUMN mart.daily.visitors IS 'distinct within a day';
CREATE MATERIALIZED VIEW mart.weekly WITH (fillfactor = 90) AS
    SELECT date_trunc('week', day)::date AS week, source, sum(visits) AS visits, avg(revenue)::numeric(12,2) AS revenue FROM mart.daily GROUP BY 1, 2 WITH NO DATA;
CREATE UNIQUE INDEX ON mart.weekly (week, source);
CREATE VIEW mart.trend AS
    SELECT d.day, d.source, d.visits,
           avg(d.visits) OVER w AS moving,
           d.visits - lag(d.visits) OVER (PARTITION BY d.source ORDER BY d.day) AS change,
           ntile(4) OVER (ORDER BY d.revenue) AS quartile
    FROM mart.daily d
    WINDOW w AS (PARTITION BY d.source ORDER BY d.day RANGE BETWEEN '7 days' PRECEDING AND CURRENT ROW);
CREATE VIEW mart.top AS SELECT t.source, max(t.moving) AS best, percentile_cont(0.5) WITHIN GROUP (ORDER BY t.visits) AS median FROM mart.trend t GROUP BY t.source HAVING count(*) > 3;
CREATE VIEW mart.holidays AS SELECT t.*, x.holiday FROM mart.trend t JOIN LATERAL (SELECT holiday FROM dw.dates WHERE dates.day = t.day LIMIT 1) x ON true;
CREATE VIEW mart.props AS
    SELECT v.visitor, e.key, e.value, v.at FROM dw.visits v, jsonb_each_text(v.props) AS e(key, value) WHERE e.key LIKE 'utm\_%'
    UNION ALL
    SELECT v.visitor, 'pages', v.pages::text, v.at FROM dw.visits v TABLESAMPLE SYSTEM (10);
--= rows
insert into dw.sources (name) values ('web'), ('app'), ('mail');
insert into dw.dates (day) select timestamp '2026-01-01' + i * interval '1 day' from generate_series(0, 60) i;
insert into dw.visits select timestamptz '2025-12-30 00:00Z' + i * interval '1 hour', 1 + i % 3, md5((i % 37)::text)::uuid, i % 7, i, '{"utm_source": "x"}' from generate_series(1, 500) i;
refresh materialized view mart.daily;
refresh materialized view mart.weekly;
--= step the day's query counts pages too, at the end
--<
sum(v.revenue) AS revenue
    FROM
-->
sum(v.revenue) AS revenue, sum(v.pages) AS pages
    FROM
--= step an index on a materialized view changes, another goes
--<
(revenue DESC NULLS LAST) WHERE revenue > 0;
-->
(revenue DESC) WHERE revenue > 0;
CREATE INDEX daily_source ON mart.daily (source);
--<
CREATE INDEX ON dw.visits USING brin (at);
-->
--= step a column for all partitions with a default
--<
    props jsonb
)
-->
    props jsonb,
    device text NOT NULL DEFAULT 'unknown'
)
--= step pages become big through two levels of partitions and a stack of views | rewrites table dw.visits_2026_rest, table dw.visits_2026_web, table dw.visits_old
--<
    pages int NOT NULL DEFAULT 1,
-->
    pages bigint NOT NULL DEFAULT 1,
--= step one more partition below, a check over all
--<
CREATE TABLE dw.visits_2026_rest PARTITION
-->
CREATE TABLE dw.visits_2026_mail PARTITION OF dw.visits_2026 FOR VALUES IN (7);
CREATE TABLE dw.visits_2026_rest PARTITION
--<
    revenue numeric,
-->
    revenue numeric CHECK (revenue >= 0),
--= step the view on top changes, nothing else
--<
HAVING count(*) > 3
-->
HAVING count(*) > 4
--= step a materialized view becomes a plain one
--<
CREATE MATERIALIZED VIEW mart.weekly WITH (fillfactor = 90) AS
-->
CREATE VIEW mart.weekly AS
--<
FROM mart.daily GROUP BY 1, 2 WITH NO DATA;
CREATE UNIQUE INDEX ON mart.weekly (week, source);
-->
FROM mart.daily GROUP BY 1, 2;
