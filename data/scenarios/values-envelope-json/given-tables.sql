DROP TYPE IF EXISTS value_mood CASCADE;
DROP DOMAIN IF EXISTS value_positive CASCADE;
CREATE TYPE value_mood AS ENUM ('happy', 'sad');
CREATE DOMAIN value_positive AS integer CHECK (VALUE > 0);
CREATE TABLE things (
  id bigint PRIMARY KEY,
  small smallint, big numeric(20, 0), price numeric(6, 2), any_number numeric, ratio double precision,
  flag boolean, label varchar(5), photo bytea, uid uuid, doc jsonb, tags varchar(3)[], prices numeric(6, 2)[],
  day date, clock time(3), seen timestamp(3), at timestamptz, span interval day to second(3),
  mood value_mood, positive value_positive, bits bit(3), address inet,
  is_deleted boolean DEFAULT false,
  portage_version numeric
);
