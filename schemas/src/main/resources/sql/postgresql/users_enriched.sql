-- The sample's target: users with what is computed and looked up for them.
CREATE TABLE IF NOT EXISTS users_enriched (
  user_id         bigint PRIMARY KEY,
  name            text,
  email           text,
  email_domain    text,
  country_code    text,
  country_name    text,
  is_corporate    boolean,
  is_deleted      boolean NOT NULL DEFAULT false,
  updated_at      timestamptz NOT NULL,
  -- The guard: the version of the newest change that was written. Null in rows that others wrote.
  portage_version numeric
);
