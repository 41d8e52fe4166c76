CREATE TABLE crossed (id bigint PRIMARY KEY, v text, portage_version numeric);
