-- The device zone: what is asked of whom, by which phone, and what came of it.
-- Secrets are sealed (JWE) or hashed (SHA-256); nothing here can be used by whoever reads it.

create table devices (
  id uuid primary key,
  customer_sub text not null,
  customer_name text not null,
  device_name text not null check (length(device_name) between 1 and 60),
  language text not null check (language in ('en', 'de', 'ar')),
  authenticator_id text not null unique,
  public_key jsonb not null,
  pin_sealed text not null,
  pin_failures integer not null default 0 check (pin_failures >= 0),
  pin_locked_until timestamptz,
  session_hash text not null unique,
  session_expires_at timestamptz not null,
  usable_from timestamptz not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create index devices_in_use on devices (customer_sub) where removed_at is null;

-- A login at the customer issuer on its way to a device: a few minutes, one browser, one use.
create table enrolments (
  id uuid primary key,
  cookie_hash text not null unique,
  login_sealed text,
  token_sealed text,
  customer_sub text,
  customer_name text,
  language text check (language in ('en', 'de', 'ar')),
  started_at timestamptz not null default now(),
  expires_at timestamptz not null,
  claimed_at timestamptz
);
create index enrolments_by_expiry on enrolments (expires_at);

create table approvals (
  id uuid primary key,
  iss text not null,
  azp text not null,
  jti_hash text not null,
  jti_sealed text not null,
  request_hash text not null,
  bearer_sealed text,
  customer_sub text not null,
  order_id text not null,
  order_digest text not null,
  binding_message text not null,
  order_content jsonb,
  state text not null default 'received' check (state in
    ('received', 'notified', 'opened', 'decided', 'telling', 'told', 'unknown', 'withdrawn', 'expired')),
  version integer not null default 1 check (version > 0),
  decision text check (decision in ('approved', 'declined', 'reported')),
  decline_reason text,
  failure text check (failure in
    ('no_device', 'order_unknown', 'order_mismatch', 'bank_unreachable', 'refused_request')),
  withdraw_reason text check (withdraw_reason in ('operator', 'expired', 'order_void', 'failed')),
  decided_by uuid references devices (id),
  receipt_sealed text,
  receipt_hash text,
  lodged_at timestamptz,
  callback_status text check (callback_status in ('SUCCEED', 'UNAUTHORIZED', 'CANCELLED')),
  callback_started_at timestamptz,
  callback_outcome text check (callback_outcome in ('told', 'refused', 'unreachable', 'unknown')),
  notifications integer not null default 0 check (notifications >= 0),
  received_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  notified_at timestamptz,
  opened_at timestamptz,
  decided_at timestamptz,
  told_at timestamptz,
  ended_at timestamptz,
  unique (iss, azp, jti_hash),
  unique (iss, azp, order_id),
  check ((ended_at is not null) = (state in ('told', 'unknown', 'withdrawn', 'expired'))),
  check (state not in ('decided', 'telling', 'told', 'unknown') or
    (decision is not null and receipt_sealed is not null and decided_at is not null)),
  check (state not in ('telling', 'told', 'unknown') or
    (lodged_at is not null and callback_started_at is not null)),
  check (callback_started_at is null or callback_status is not null)
);
create index approvals_open on approvals (deadline_at)
  where state in ('received', 'notified', 'opened', 'decided');
create index approvals_telling on approvals (callback_started_at)
  where callback_started_at is not null and callback_outcome is null;
create index approvals_of_customer on approvals (customer_sub, received_at);
create index approvals_of_client on approvals (iss, azp, received_at);

-- Every change of an approval, as the console may know it: the source of the follow feed.
create table approval_events (
  seq bigint generated always as identity primary key,
  approval_id uuid not null references approvals (id) on delete cascade,
  version integer not null,
  iss text not null,
  azp text not null,
  customer_sub text not null,
  snapshot jsonb not null,
  at timestamptz not null default clock_timestamp(),
  unique (approval_id, version)
);
create index approval_events_of_client on approval_events (iss, azp, at);
create index approval_events_by_time on approval_events (at);

-- Which words were served to which phone: the only words that a receipt can speak of.
create table approval_views (
  approval_id uuid not null references approvals (id) on delete cascade,
  device_id uuid not null references devices (id),
  language text not null check (language in ('en', 'de', 'ar')),
  shown_text_hash text not null,
  first_served_at timestamptz not null default now(),
  primary key (approval_id, device_id, shown_text_hash)
);

-- Withdrawals that came before the channel's request, which will then be refused.
create table withdrawals (
  iss text not null,
  azp text not null,
  order_id text not null,
  reason text not null check (reason in ('operator', 'expired', 'order_void', 'failed')),
  at timestamptz not null default now(),
  primary key (iss, azp, order_id)
);
create index withdrawals_by_time on withdrawals (at);

-- A notice is a hint to read again; it holds no more than whom it concerns.
create function approval_notice() returns trigger language plpgsql as $$
begin
  perform pg_notify('device_approvals', json_build_object('azp', new.azp, 'sub', new.customer_sub)::text);
  return new;
end $$;
create trigger approval_notice after insert on approval_events
  for each row execute function approval_notice();
