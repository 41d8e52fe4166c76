CREATE TABLE users_enriched (
  user_id bigint PRIMARY KEY,
  name varchar(10) CHECK (name <> 'bad'),
  email text,
  email_domain text,
  country_code text,
  country_name text,
  is_corporate boolean,
  is_deleted boolean DEFAULT false,
  updated_at timestamptz NOT NULL,
  portage_version numeric
);
