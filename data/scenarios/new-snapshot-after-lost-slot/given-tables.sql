CREATE TABLE gap (id bigint PRIMARY KEY, v text, portage_version numeric);
