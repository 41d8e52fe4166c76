CREATE TABLE people (
  id bigint PRIMARY KEY,
  full_name text,
  email text,
  greeting text,
  came_from text,
  portage_version numeric
);
