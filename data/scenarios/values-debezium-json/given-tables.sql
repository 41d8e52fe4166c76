DROP TYPE IF EXISTS reading_mood CASCADE;
CREATE TYPE reading_mood AS ENUM ('happy', 'sad');
CREATE TABLE readings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  price numeric(10, 2), any_number numeric, text_number numeric, ratio real, photo bytea, bits bit(11),
  day date, clock time, seen timestamp, seen_nanos timestamp, at timestamptz, zoned timetz, span interval,
  doc jsonb, uid uuid, mood reading_mood, tags text[], days date[], unsigned integer CHECK (unsigned >= 0),
  id_twice bigint GENERATED ALWAYS AS (id * 2) STORED,
  is_deleted boolean DEFAULT false,
  portage_version numeric
);
