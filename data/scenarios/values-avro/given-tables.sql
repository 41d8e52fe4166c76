CREATE TABLE parts (
  id bigint PRIMARY KEY,
  price numeric(10, 2), day date, seen timestamp, at timestamptz, photo bytea, tags text[], mood text,
  is_deleted boolean DEFAULT false,
  portage_version numeric
);
