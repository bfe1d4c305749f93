-- What oidc-provider keeps, for both issuers. An id is a bearer secret (a cookie, a code, an
-- auth_req_id, a refresh token): only its hash is stored, and the payload is sealed.
create table models (
  issuer text not null,
  model text not null,
  id_hash text not null,
  payload_sealed text not null,
  grant_id text,
  uid_hash text,
  sid_hashes text[] not null default '{}',
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (issuer, model, id_hash)
);
create index models_by_grant on models (issuer, grant_id) where grant_id is not null;
create index models_by_uid on models (issuer, uid_hash) where uid_hash is not null;
create index models_by_sid on models using gin (sid_hashes) where model = 'Session';
create index models_by_expiry on models (expires_at);

-- The life of one CIBA request, which oidc-provider itself does not watch over.
-- dispatching: the device has not said 201 yet; nobody can decide.
create table ciba_requests (
  issuer text not null,
  bearer_jti_hash text not null,
  auth_req_hash text not null,
  auth_req_sealed text not null,
  client_id text not null,
  account_id text not null,
  scope text not null,
  state text not null default 'dispatching'
    check (state in ('dispatching', 'pending', 'approved', 'denied', 'redeemed')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_poll_at timestamptz,
  decided_at timestamptz,
  grant_id text,
  sid_hash text,
  ended_at timestamptz,
  primary key (issuer, bearer_jti_hash),
  unique (issuer, auth_req_hash)
);
create index ciba_requests_by_sid on ciba_requests (issuer, sid_hash) where sid_hash is not null;

-- Access tokens are JWTs and live until they expire; those revoked before that are remembered here.
create table revoked_tokens (
  issuer text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (issuer, jti)
);
