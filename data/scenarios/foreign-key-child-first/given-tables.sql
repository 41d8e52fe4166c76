DROP TABLE IF EXISTS fk_orders, fk_customers;
CREATE TABLE fk_customers (id bigint PRIMARY KEY, name text, portage_version numeric);
CREATE TABLE fk_orders (
  id bigint PRIMARY KEY,
  customer bigint NOT NULL REFERENCES fk_customers (id),
  note text,
  portage_version numeric
);
