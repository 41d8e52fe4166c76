-- The sample's target: users with what is computed and looked up for them.
CREATE TABLE IF NOT EXISTS users_enriched (
  user_id         bigint PRIMARY KEY,
  name            varchar(400),
  email           varchar(400),
  email_domain    varchar(400),
  country_code    varchar(10),
  country_name    varchar(200),
  is_corporate    boolean,
  is_deleted      boolean NOT NULL DEFAULT false,
  updated_at      timestamp(6) NOT NULL,
  -- The guard: the version of the newest change that was written. Null in rows that others wrote.
  portage_version decimal(65,0)
) ENGINE=InnoDB CHARACTER SET utf8mb4;
