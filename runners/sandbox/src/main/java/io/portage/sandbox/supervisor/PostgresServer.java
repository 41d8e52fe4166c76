package io.portage.sandbox.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server as a child process, without pg_ctl. */
final class PostgresServer extends ManagedServer {
  private static final String SUPERUSER = "postgres";
  private static final String SUPERUSER_PASSWORD = "postgres";

  private final Path home;
  private final Path data;
  private final Path programs;
  private final PostgresAccount account;
  private int port;

  private PostgresServer(
      Path root, Path programs, PostgresAccount account, Duration startTimeout, Janitor janitor) {
    super("postgres", root, startTimeout, janitor);
    this.home = root.resolve("postgres");
    this.data = home.resolve("data");
    this.programs = programs;
    this.account = account;
  }

  /** Unpacks the programs only if the build did not, or if the account could not read them. */
  static PostgresServer create(Path root, Path library, Duration startTimeout, Janitor janitor)
      throws IOException, InterruptedException {
    PostgresAccount account = PostgresAccount.choose(root);
    Path programs = UnpackMain.programs(library);
    if (account.other() || !Files.isDirectory(programs)) {
      programs = root.resolve("programs");
      PostgresBinaries.unpack(programs);
    }
    return new PostgresServer(root, programs, account, startTimeout, janitor);
  }

  int port() {
    return port;
  }

  @Override
  void configure() throws IOException, InterruptedException {
    port = FreePorts.next();
    if (!Files.exists(home)) {
      initialize();
    }
    Files.writeString(
        data.resolve("postgresql.conf"),
        """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 200
        wal_level = logical
        max_replication_slots = 40
        max_wal_senders = 40
        timezone = 'UTC'
        # Faster; data does not survive a crash of the machine.
        fsync = off
        # In the data folder, so that nothing stays in /dev/shm after a kill -9.
        dynamic_shared_memory_type = mmap
        """
            .formatted(port),
        StandardOpenOption.APPEND);
  }

  private void initialize() throws IOException, InterruptedException {
    Files.createDirectory(home);
    account.own(home);
    Path password = Files.writeString(home.resolve("password"), SUPERUSER_PASSWORD);
    Stream<String> initdb =
        Stream.of(
            programs.resolve("bin/initdb").toString(),
            "--pgdata=" + data,
            "--username=" + SUPERUSER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync",
            "--no-instructions");
    Process process = new ProcessBuilder(account.command(initdb)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("initdb failed: " + output);
    }
  }

  @Override
  List<String> command() {
    return account.command(
        Stream.of(programs.resolve("bin/postgres").toString(), "-D", data.toString()));
  }

  /** Checks the data folder, since another server may use the port. */
  @Override
  Optional<String> notReady() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW data_directory")) {
      row.next();
      return data.toString().equals(row.getString(1))
          ? Optional.empty()
          : Optional.of("the port belongs to another server");
    } catch (SQLException e) {
      return Optional.of(e.toString());
    }
  }

  @Override
  String stopSignal() {
    return "INT";
  }

  /** Creates the application's role and database. */
  void createDatabase() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN PASSWORD 'app'");
      statement.execute("CREATE DATABASE appdb OWNER app");
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=5&socketTimeout=10",
        SUPERUSER,
        SUPERUSER_PASSWORD);
  }
}
