--= schema
CREATE SCHEMA bank;
SET search_path TO bank;
CREATE TYPE entry_side AS ENUM ('debit', 'credit');
CREATE TABLE currencies (code char(3) PRIMARY KEY, name text NOT NULL, digits smallint NOT NULL DEFAULT 2);
CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000000 MINVALUE 1000000) PRIMARY KEY,
    number text NOT NULL,
    currency char(3) NOT NULL REFERENCES currencies,
    owner_id bigint NOT NULL,
    opened date NOT NULL DEFAULT CURRENT_DATE,
    closed date,
    parent bigint REFERENCES accounts (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT accounts_number_key UNIQUE (number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT accounts_id_currency_key UNIQUE (id, currency),
    CONSTRAINT accounts_closed_after CHECK (closed >= opened)
);
CREATE TABLE transactions (
    id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
    booked_at timestamptz NOT NULL DEFAULT now(),
    text varchar(140),
    reverses uuid UNIQUE REFERENCES transactions
);
CREATE TABLE entries (
    transaction_id uuid NOT NULL,
    line int NOT NULL,
    account_id bigint NOT NULL,
    currency char(3) NOT NULL,
    side entry_side NOT NULL,
    amount numeric(18,4) NOT NULL,
    CONSTRAINT entries_pkey PRIMARY KEY (transaction_id, line),
    CONSTRAINT entries_transaction_fkey FOREIGN KEY (transaction_id) REFERENCES transactions DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT entries_account_fkey FOREIGN KEY (account_id, currency) REFERENCES accounts (id, currency),
    CONSTRAINT entries_amount_check CHECK (amount > 0)
);
CREATE INDEX entries_account_idx ON entries (account_id) INCLUDE (side, amount);

CREATE FUNCTION signed(side entry_side, amount numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE side WHEN 'debit' THEN amount ELSE -amount END;
CREATE FUNCTION check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(bank.signed(side, amount)) FROM bank.entries WHERE transaction_id = NEW.transaction_id) <> 0 THEN
        RAISE EXCEPTION 'transaction % does not balance', NEW.transaction_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END;
$$;
CREATE CONSTRAINT TRIGGER entries_balanced AFTER INSERT OR UPDATE OF amount, side ON entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_balanced();
CREATE PROCEDURE transfer(from_account bigint, to_account bigint, amount numeric, INOUT transaction_id uuid DEFAULT NULL)
    LANGUAGE plpgsql AS $$
DECLARE cur char(3);
BEGIN
    SELECT currency INTO STRICT cur FROM bank.accounts a WHERE a.id = from_account;
    INSERT INTO bank.transactions DEFAULT VALUES RETURNING id INTO transaction_id;
    INSERT INTO bank.entries VALUES (transaction_id, 1, from_account, cur, 'credit', amount), (transaction_id, 2, to_account, cur, 'debit', amount);
END $$;
CREATE FUNCTION balance_step(state numeric, side entry_side, amount numeric) RETURNS numeric LANGUAGE sql IMMUTABLE
    AS 'SELECT state + bank.signed(side, amount)';
CREATE AGGREGATE balance_of(entry_side, numeric) (SFUNC = balance_step, STYPE = numeric, INITCOND = '0');
CREATE VIEW balances AS
    SELECT a.id, a.number, a.currency, coalesce(sum(signed(e.side, e.amount)), 0) AS balance
    FROM accounts a LEFT JOIN entries e ON e.account_id = a.id GROUP BY a.id;
CREATE VIEW overdrawn AS SELECT b.* FROM balances b WHERE b.balance < 0;
CREATE MATERIALIZED VIEW statement_lines AS
    SELECT e.account_id, t.booked_at, t.text, signed(e.side, e.amount) AS amount,
           sum(signed(e.side, e.amount)) OVER (PARTITION BY e.account_id ORDER BY t.booked_at, t.id) AS balance
    FROM entries e JOIN transactions t ON t.id = e.transaction_id WITH NO DATA;
CREATE INDEX ON statement_lines (account_id, booked_at);
--= rows
insert into bank.currencies values ('EUR', 'Euro', 2), ('JPY', 'Yen', 0);
insert into bank.accounts (number, currency, owner_id) select 'A' || i, 'EUR', i from generate_series(1, 40) i;
insert into bank.transactions (id, text) select md5('x' || i)::uuid, 'no ' || i from generate_series(1, 200) i;
insert into bank.entries select md5('x' || i)::uuid, l, 1000000 + (i + l) % 40, 'EUR', case l when 1 then 'debit' else 'credit' end::bank.entry_side, i from generate_series(1, 200) i, generate_series(1, 2) l;
refresh materialized view bank.statement_lines;
--= step deferrability of keys
--<
REFERENCES currencies,
-->
REFERENCES currencies DEFERRABLE,
--<
REFERENCES transactions DEFERRABLE INITIALLY DEFERRED,
-->
REFERENCES transactions,
--<
CONSTRAINT accounts_number_key UNIQUE (number) DEFERRABLE INITIALLY DEFERRED
-->
CONSTRAINT accounts_number_key UNIQUE (number)
--= step more digits, which a trigger hangs on | remakes trigger bank.entries.entries_balanced
--<
    amount numeric(18,4) NOT NULL,
-->
    amount numeric(20,4) NOT NULL,
--= step codes are text, which keys refer to | rewrites table bank.accounts, table bank.currencies, table bank.entries
--<
code char(3) PRIMARY KEY
-->
code varchar(8) PRIMARY KEY
--<
    currency char(3) NOT NULL REFERENCES currencies
-->
    currency varchar(8) NOT NULL REFERENCES currencies
--<
    currency char(3) NOT NULL,
    side
-->
    currency varchar(8) NOT NULL,
    side
--= step a trigger more, a check is called differently, a foreign key that is not validated
--<
    CONSTRAINT entries_amount_check CHECK (amount > 0)
-->
    CONSTRAINT entries_positive CHECK (amount > 0)
--<
CREATE AGGREGATE
-->
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.booked_at := clock_timestamp(); RETURN NEW; END $$;
CREATE TRIGGER transactions_stamp BEFORE INSERT ON transactions FOR EACH ROW WHEN (NEW.booked_at IS NULL) EXECUTE FUNCTION stamp();
CREATE AGGREGATE
--= step the chain of views says more
--<
SELECT a.id, a.number, a.currency,
-->
SELECT a.id, a.number, a.owner_id, a.currency,
--= step the text is needed, an owner is a table
--<
    text varchar(140),
-->
    text varchar(140) NOT NULL,
--<
CREATE TABLE accounts (
-->
CREATE TABLE owners (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE accounts (
