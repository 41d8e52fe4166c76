package io.portage.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The MariaDB server of a {@link Sandbox}, with the database {@code appdb} for the user {@code
 * app}: UTC, utf8mb4, passwords required, a binary log in row format with full images and metadata.
 *
 * <p>Committed data survives a crash of the server's process, but not of the machine.
 */
public final class SandboxMariaDb {
  private static final String NAME = "mariadb";

  private final SandboxServer server;

  private SandboxMariaDb(SandboxServer server) {
    this.server = server;
  }

  static SandboxMariaDb start(SupervisorLink link) {
    int port = Integer.parseInt(link.ask(NAME + " create"));
    return new SandboxMariaDb(new SandboxServer(link, NAME, port));
  }

  /**
   * Returns the folder in which the server's programs are missing; empty if they are there, so that
   * {@link Sandbox#mariaDb} can start it. A build with {@code -Pfull} downloads them.
   */
  public static Optional<Path> missingPrograms() {
    return Optional.of(programs(ServerLibrary.locate().folder()))
        .filter(folder -> !Files.isDirectory(folder));
  }

  /** Returns the folder of the programs, beside that of the other servers' artifacts. */
  public static Path programs(Path library) {
    return library.resolve("../../mariadb/target/programs").normalize();
  }

  /** Returns the URL of the application's database, {@code appdb}, without credentials. */
  public String jdbcUrl() {
    return jdbcUrl("appdb");
  }

  /** Returns the URL of a database of this server, without credentials. */
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://" + host() + ":" + port() + "/" + database;
  }

  /** Returns the application's user, who has all privileges on {@code appdb} alone. */
  public String user() {
    return "app";
  }

  /** Returns the password of {@link #user}, which the server checks. */
  public String password() {
    return "app";
  }

  /** Returns the user with all privileges on all databases. */
  public String adminUser() {
    return "root";
  }

  /** Returns the password of {@link #adminUser}. */
  public String adminPassword() {
    return "root";
  }

  /** Returns the URL of {@code appdb} for the administrator, credentials included. */
  public String adminJdbcUrl() {
    return jdbcUrl() + "?user=" + adminUser() + "&password=" + adminPassword();
  }

  /** Returns the address that the server listens on. */
  public String host() {
    return "127.0.0.1";
  }

  /** Returns the server's port. */
  public int port() {
    return server.port();
  }

  /** Returns the server, for tests that stop, kill or freeze it. */
  public SandboxServer server() {
    return server;
  }
}
