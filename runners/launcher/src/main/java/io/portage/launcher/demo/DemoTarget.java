package io.portage.launcher.demo;

import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxMariaDb;

/**
 * A database of the demo.
 *
 * @param name its name in {@code --target}, and the folder of its table definitions
 * @param label its name for people
 */
record DemoTarget(String name, String label) {
  private static final DemoTarget POSTGRESQL = new DemoTarget("postgresql", "PostgreSQL");
  private static final DemoTarget MARIADB = new DemoTarget("mariadb", "MariaDB");

  static DemoTarget named(String name) {
    return switch (name) {
      case "postgresql" -> POSTGRESQL;
      case "mariadb" -> MARIADB;
      default ->
          throw new CommandException(
              ExitCode.USAGE, "--target must be postgresql or mariadb, not '" + name + "'");
    };
  }

  /**
   * Requires that the server's programs are there, before the other servers are started.
   *
   * @throws CommandException if this build is without them
   */
  void requirePrograms() {
    if (equals(MARIADB)) {
      SandboxMariaDb.missingPrograms()
          .ifPresent(
              folder -> {
                throw new CommandException(
                    ExitCode.USAGE,
                    "--target=mariadb needs the programs of MariaDB, and this build is without"
                        + " them: run mvn -Pfull -DskipTests install first, which downloads them"
                        + " for Linux on x86-64 to "
                        + folder);
              });
    }
  }

  /** Returns the URL of the application's database, which may have to be started first. */
  String jdbcUrl(Sandbox sandbox) {
    return equals(MARIADB) ? sandbox.mariaDb().jdbcUrl() : sandbox.jdbcUrl();
  }

  /** Returns a command that connects a terminal to the database. */
  String terminal(Sandbox sandbox) {
    return equals(MARIADB)
        ? "mariadb --host=127.0.0.1 --port=%d --user=%s --password=%s appdb"
            .formatted(sandbox.mariaDb().port(), sandbox.user(), sandbox.password())
        : "psql '%s?user=%s&password=%s'"
            .formatted(
                sandbox.jdbcUrl().replaceFirst("^jdbc:postgresql:", "postgresql:"),
                sandbox.user(),
                sandbox.password());
  }
}
