-- The bank: directory, accounts, ledger, orders, receipts, executions, pinned keys.
-- Money is in integer minor units. Everything that decides uses this database's clock.

create table bank.branch (
  id   text primary key,
  name text not null,
  kind text not null check (kind in ('branch', 'call-centre'))
);

create table bank.customer (
  sub           text primary key,
  customer_id   text not null unique,
  login_hint    text not null unique,
  name          text not null,
  given_name    text not null,
  family_name   text not null,
  email         text not null unique,
  phone         text,
  language      text not null check (language in ('en', 'de', 'ar')),
  date_of_birth text not null,
  address       text not null,
  status        text not null check (status in ('active', 'blocked')),
  -- Folded words of the name and spellings of the phone number, for exact look-ups.
  name_words    text[] not null,
  phone_keys    text[] not null
);
create index customer_name_words on bank.customer using gin (name_words);
create index customer_phone_keys on bank.customer using gin (phone_keys);

-- Customers' accounts keep a balance; the bank's own (kind 'internal') do not, so no payment of one
-- customer waits for another's. Theirs is the sum of the ledger.
create table bank.account (
  account_id     text primary key,
  iban           text unique,
  account_number text,
  kind           text not null check (kind in ('current', 'savings', 'joint', 'internal')),
  currency       text not null check (currency ~ '^[A-Z]{3}$'),
  status         text not null check (status in ('active', 'blocked')),
  balance_minor  bigint,
  check ((kind = 'internal') = (balance_minor is null)),
  check ((kind = 'internal') = (iban is null)),
  constraint account_not_overdrawn check (balance_minor >= 0)
);
create index account_number on bank.account (account_number);

create table bank.account_holder (
  account_id   text not null references bank.account,
  customer_sub text not null references bank.customer,
  primary key (account_id, customer_sub)
);
create index account_holder_customer on bank.account_holder (customer_sub);

create table bank.orders (
  id               text primary key,
  status           text not null check (status in
                     ('draft', 'open', 'approved', 'declined', 'void', 'expired', 'executed')),
  flow             text not null,
  client_id        text not null,
  customer_sub     text not null references bank.customer,
  operator_sub     text not null,
  branch_id        text not null references bank.branch,
  content          jsonb not null,
  digest           text not null unique,
  nonce            text not null unique,
  amount_minor     bigint,
  currency         text,
  created_at       timestamptz not null default now(),
  quote_expires_at timestamptz not null,
  opened_at        timestamptz,
  expires_at       timestamptz,
  decided_at       timestamptz,
  approval_iss     text,
  approval_azp     text,
  approval_jti     text,
  ended_at         timestamptz,
  void_reason      text,
  voided_by        text
);
create index orders_customer on bank.orders (customer_sub, created_at);
create index orders_operator on bank.orders (operator_sub, opened_at);
-- One approval of the OP answers one order, ever.
create unique index orders_one_approval on bank.orders (approval_iss, approval_jti);

create table bank.authenticator (
  id             text primary key,
  customer_sub   text not null references bank.customer,
  device_name    text not null,
  kind           text not null check (kind in ('pin')),
  public_key_jwk jsonb not null,
  key_thumbprint text not null unique,
  enrolment_iss  text not null,
  enrolment_jti  text not null,
  created_at     timestamptz not null default now(),
  usable_from    timestamptz not null,
  removed_at     timestamptz,
  -- A login enrols one device.
  unique (enrolment_iss, enrolment_jti)
);
create index authenticator_customer on bank.authenticator (customer_sub);

create table bank.receipt (
  order_id           text primary key references bank.orders,
  receipt            jsonb not null,
  receipt_hash       text not null,
  decision           text not null check (decision in ('approved', 'declined', 'reported')),
  authenticator_id   text not null references bank.authenticator,
  -- Whether the hash of the shown text is that of the bank's own words: a fact for the fraud desk.
  shown_text_matches boolean not null,
  received_at        timestamptz not null default now()
);

-- "This is not me". Only the fraud desk reads it; to the console it is a plain decline.
create table bank.fraud_report (
  order_id     text primary key references bank.orders,
  customer_sub text not null references bank.customer,
  operator_sub text not null,
  reported_at  timestamptz not null default now()
);

create table bank.idempotency (
  client_id    text not null,
  key          text not null,
  operation    text not null,
  request_hash text not null,
  order_id     text not null references bank.orders,
  status       integer not null,
  answer       jsonb not null,
  created_at   timestamptz not null default now(),
  primary key (client_id, key)
);

create table bank.execution (
  order_id        text primary key references bank.orders,
  idempotency_key text not null,
  reference       text not null unique,
  customer_sub    text not null references bank.customer,
  amount_minor    bigint,
  currency        text,
  result          jsonb not null,
  executed_at     timestamptz not null
);
create index execution_customer on bank.execution (customer_sub, executed_at);

create table bank.posting (
  id        text primary key,
  kind      text not null check (kind in ('opening', 'transfer')),
  order_id  text unique references bank.orders,
  posted_at timestamptz not null default now()
);

create table bank.ledger_entry (
  posting_id          text not null references bank.posting,
  line                integer not null,
  account_id          text not null references bank.account,
  amount_minor        bigint not null check (amount_minor <> 0),
  currency            text not null,
  balance_after_minor bigint,
  primary key (posting_id, line)
);
create index ledger_entry_account on bank.ledger_entry (account_id);

create function bank.posting_must_balance() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from bank.ledger_entry where posting_id = new.posting_id
    group by currency having sum(amount_minor) <> 0
  ) then
    raise exception 'posting % does not balance', new.posting_id;
  end if;
  return null;
end $$;
create constraint trigger posting_balances after insert on bank.ledger_entry
  deferrable initially deferred for each row execute function bank.posting_must_balance();

-- Who searched, why and how much was found; never what was typed.
create table bank.search (
  id           bigint generated always as identity primary key,
  operator_sub text not null,
  reason       text not null check (reason in ('counter', 'phone', 'case')),
  case_number  text,
  found        integer not null,
  searched_at  timestamptz not null default clock_timestamp()
);
create index search_operator on bank.search (operator_sub, searched_at);
