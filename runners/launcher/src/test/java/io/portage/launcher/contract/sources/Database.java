package io.portage.launcher.contract.sources;

/** A kind of database. */
enum Database {
  POSTGRESQL("numeric"),
  MARIADB("decimal(65,0)");

  private final String versionType;

  Database(String versionType) {
    this.versionType = versionType;
  }

  /** Returns the type of the version column. */
  String versionType() {
    return versionType;
  }
}
