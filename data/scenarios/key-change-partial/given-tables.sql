CREATE TABLE docs (
  id bigint PRIMARY KEY,
  title text,
  body text,
  is_deleted boolean DEFAULT false,
  portage_version numeric
);
