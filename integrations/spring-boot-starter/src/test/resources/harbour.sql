CREATE SCHEMA harbour;
CREATE TABLE harbour.berth (id bigint PRIMARY KEY, length_m integer NOT NULL);
