CREATE TABLE parts (
  id bigint PRIMARY KEY,
  price numeric(10, 2), any_number numeric, day date, clock time, seen timestamp, at timestamptz,
  photo bytea, doc jsonb, tags text[],
  is_deleted boolean DEFAULT false,
  portage_version numeric
);
