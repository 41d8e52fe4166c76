package io.portage.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A single-node Kafka and a PostgreSQL on free ports of 127.0.0.1, ready when {@link #start}
 * returns.
 *
 * <p>When it is closed, when this JVM ends in whatever way, {@code kill -9} included, and when the
 * supervisor process is killed, processes and data are gone within moments. Without {@link #close}
 * that happens shortly <em>after</em> this JVM's end, not before it. Not covered: a machine or a
 * container that stops at once, which leaves the data folder.
 *
 * <p>PostgreSQL runs with {@code fsync=off}: what is committed survives the death of the server's
 * processes, not that of the machine. Kafka keeps records for ever, whatever their timestamps say,
 * and makes no topic by itself. PostgreSQL has the database {@code appdb}, owned by the role {@code
 * app}, and {@code wal_level=logical}.
 */
public final class Sandbox implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final SupervisorLink link;
  private final Path directory;
  private final SandboxServer kafka;
  private final SandboxServer postgres;

  private Sandbox(SupervisorLink link, Path directory, int kafkaPort, int postgresPort) {
    this.link = link;
    this.directory = directory;
    this.kafka = new SandboxServer(link, "kafka", kafkaPort);
    this.postgres = new SandboxServer(link, "postgres", postgresPort);
  }

  /** Starts a sandbox below the folder for temporary files. */
  public static Sandbox start() {
    return start(SandboxOptions.defaults());
  }

  /**
   * Starts a sandbox.
   *
   * @throws SandboxException when a server did not come up; nothing is left of it then
   */
  public static Sandbox start(SandboxOptions options) {
    SupervisorLink link = SupervisorLink.open(options);
    SupervisorLink.Ready ready = link.awaitReady();
    return new Sandbox(link, link.directory(), ready.kafkaPort(), ready.postgresPort());
  }

  /** What a Kafka client needs. */
  public String bootstrapServers() {
    return HOST + ":" + kafka.port();
  }

  /** The application's database, {@code appdb}, without credentials. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + HOST + ":" + postgres.port() + "/appdb";
  }

  /** The application's role, owner of {@code appdb} and no superuser. */
  public String user() {
    return "app";
  }

  /** The password of {@link #user}; it is checked. */
  public String password() {
    return "app";
  }

  /** The same database as superuser, credentials included. */
  public String adminJdbcUrl() {
    return jdbcUrl() + "?user=postgres&password=postgres";
  }

  /** The broker, to be broken and mended. */
  public SandboxServer kafka() {
    return kafka;
  }

  /** The database, to be broken and mended. */
  public SandboxServer postgres() {
    return postgres;
  }

  /** The folder with the data and the logs ({@code *.log}) of the servers, until the end. */
  public Path directory() {
    return directory;
  }

  /** Ends the servers at once and removes their data. A second call does nothing. */
  @Override
  public void close() {
    link.close();
    if (Files.exists(directory)) {
      throw new SandboxException("the sandbox left something behind in " + directory);
    }
  }
}
