package io.portage.launcher.contract.sources;

/** A type that both databases have, and the text of its values in which they can be compared. */
enum ColumnType {
  INTEGER("integer", "int", "CAST(%s AS text)", "CAST(%s AS char)"),
  INTEGER_WITH_DEFAULT(
      "integer DEFAULT 7", "int DEFAULT 7", "CAST(%s AS text)", "CAST(%s AS char)"),
  NAME_WITH_DEFAULT("varchar(200) DEFAULT 'basic'", "varchar(200) DEFAULT 'basic'", "%s", "%s"),
  LONG("bigint", "bigint", "CAST(%s AS text)", "CAST(%s AS char)"),
  NAME("varchar(200)", "varchar(200)", "%s", "%s"),
  TEXT("text", "longtext", "%s", "%s"),
  DECIMAL("numeric(12,2)", "decimal(12,2)", "CAST(%s AS text)", "CAST(%s AS char)"),
  TIMESTAMP(
      "timestamp",
      "datetime(6)",
      "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')",
      "date_format(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')"),
  INSTANT(
      "timestamptz",
      "timestamp(6) NULL DEFAULT NULL",
      "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
      "date_format(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')"),
  DATE("date", "date", "to_char(%s, 'YYYY-MM-DD')", "CAST(%s AS char)"),
  BOOLEAN("boolean", "boolean", "CAST(CAST(%s AS integer) AS text)", "CAST(%s AS char)"),
  BYTES("bytea", "varbinary(200)", "encode(%s, 'hex')", "lower(hex(%s))");

  private final String postgresql;
  private final String mariaDb;
  private final String postgresqlText;
  private final String mariaDbText;

  ColumnType(String postgresql, String mariaDb, String postgresqlText, String mariaDbText) {
    this.postgresql = postgresql;
    this.mariaDb = mariaDb;
    this.postgresqlText = postgresqlText;
    this.mariaDbText = mariaDbText;
  }

  /** Returns the type's name in DDL. */
  String ddl(Database database) {
    return database == Database.POSTGRESQL ? postgresql : mariaDb;
  }

  /** Returns the SQL expression of a column's value as text. */
  String text(Database database, String column) {
    return (database == Database.POSTGRESQL ? postgresqlText : mariaDbText).formatted(column);
  }
}
