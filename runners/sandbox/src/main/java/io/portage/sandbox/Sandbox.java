package io.portage.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A single-node Kafka and a PostgreSQL on free ports of 127.0.0.1, ready when {@link #start}
 * returns.
 *
 * <p>Processes and data are removed within moments when the sandbox is closed, when this JVM ends
 * in any way, {@code kill -9} included, and when the supervisor process is killed. Without {@link
 * #close} they are removed shortly <em>after</em> this JVM's end, not before it. Not covered: a
 * machine or a container that stops at once, which leaves the data folder.
 *
 * <p>PostgreSQL runs with {@code fsync=off}: committed data survives a crash of the server's
 * processes, but not of the machine. Kafka keeps records without limit, whatever their timestamps,
 * and does not create topics automatically. PostgreSQL has the database {@code appdb}, owned by the
 * role {@code app}, and {@code wal_level=logical}.
 *
 * <p>{@link #mariaDb} starts a MariaDB too, if the build was made with its programs.
 */
public final class Sandbox implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final SupervisorLink link;
  private final Path directory;
  private final SandboxServer kafka;
  private final SandboxServer postgres;
  private @Nullable SandboxMariaDb mariaDb;

  private Sandbox(SupervisorLink link, Path directory, int kafkaPort, int postgresPort) {
    this.link = link;
    this.directory = directory;
    this.kafka = new SandboxServer(link, "kafka", kafkaPort);
    this.postgres = new SandboxServer(link, "postgres", postgresPort);
  }

  /** Starts a sandbox below the system's temporary folder. */
  public static Sandbox start() {
    return start(SandboxOptions.defaults());
  }

  /**
   * Starts a sandbox.
   *
   * @throws SandboxException when a server did not start; its processes and data are then removed
   */
  public static Sandbox start(SandboxOptions options) {
    SupervisorLink link = SupervisorLink.open(options);
    SupervisorLink.Ready ready = link.awaitReady();
    return new Sandbox(link, link.directory(), ready.kafkaPort(), ready.postgresPort());
  }

  /** Returns the folder with the libraries of the servers. */
  public static Path libraries() {
    return ServerLibrary.locate().folder();
  }

  /** Returns the {@code bootstrap.servers} of Kafka clients. */
  public String bootstrapServers() {
    return HOST + ":" + kafka.port();
  }

  /** Returns the URL of the application's database, {@code appdb}, without credentials. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + HOST + ":" + postgres.port() + "/appdb";
  }

  /** Returns the application's role, the owner of {@code appdb}; not a superuser. */
  public String user() {
    return "app";
  }

  /** Returns the password of {@link #user}, which PostgreSQL checks. */
  public String password() {
    return "app";
  }

  /** Returns the URL of the same database for the superuser, credentials included. */
  public String adminJdbcUrl() {
    return jdbcUrl() + "?user=postgres&password=postgres";
  }

  /** Returns the broker, for tests that stop, kill or freeze it. */
  public SandboxServer kafka() {
    return kafka;
  }

  /** Returns the database server, for tests that stop, kill or freeze it. */
  public SandboxServer postgres() {
    return postgres;
  }

  /**
   * Returns the MariaDB server, which the first call starts.
   *
   * @throws SandboxException if it did not start, or if its programs are missing: the build
   *     downloads them with {@code -Pfull} only, and they exist for Linux on x86-64 only
   */
  public synchronized SandboxMariaDb mariaDb() {
    if (mariaDb == null) {
      mariaDb = SandboxMariaDb.start(link);
    }
    return mariaDb;
  }

  /**
   * Returns the folder with the data and the logs ({@code *.log}) of the servers; removed at the
   * end.
   */
  public Path directory() {
    return directory;
  }

  /** Ends the servers at once and removes their data. A second call does nothing. */
  @Override
  public void close() {
    link.close();
    if (Files.exists(directory)) {
      throw new SandboxException("the sandbox did not remove " + directory);
    }
  }
}
