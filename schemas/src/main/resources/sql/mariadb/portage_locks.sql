-- One row per stripe of a table, locked by the transaction that writes keys of the stripe. Portage creates it when it is missing.
CREATE TABLE IF NOT EXISTS portage_locks (
  `table_hash` int      NOT NULL,
  `stripe`     smallint NOT NULL,
  PRIMARY KEY (`table_hash`, `stripe`)
) ENGINE=InnoDB;
